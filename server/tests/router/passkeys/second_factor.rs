//! Tests of the passkey as second factor, after the password.

use super::{ada_with_passkey, bob_with_passkey_only, gives_right_password};
use crate::{
    common::{
        passkey::{Passkey, USER_VERIFIED},
        *,
    },
    on_every_database,
};
use domain::{factor::FactorKind, refusal::Refusal, view::ChallengeView};

on_every_database!(
    a_passkey_completes_the_sign_in_after_the_password,
    one_browser_s_passkey_does_not_open_the_door_for_another,
    wrong_answers_are_counted_like_wrong_codes,
    a_code_of_a_passkey_does_not_exist,
);

pub(super) async fn completes(browser: &Browser, passkey: &mut Passkey) -> Answer {
    let answer = passkey.answer(&browser.passkey_challenge().await);
    browser.calls("/sign-in/code/passkey", &[("passkey", &answer)]).await
}

async fn a_passkey_completes_the_sign_in_after_the_password(app: TestApp) {
    let app = app.with_passkeys();
    let (_, mut passkey) = ada_with_passkey(&app).await;
    let browser = app.browser();
    gives_right_password(&browser, "ada").await;
    let page: ChallengeView = browser.loads("/sfn/challenge", &[]).await.json();
    let kinds: Vec<FactorKind> = page.factors.iter().map(|factor| factor.kind).collect();
    assert_eq!(kinds, [FactorKind::Totp, FactorKind::Passkey]);
    assert_eq!(page.passkey.unwrap().allowed, [passkey::base64url(&passkey.id)]);
    assert!(
        !browser.is_signed_in_as_member().await,
        "the password alone opens nothing"
    );
    let done = completes(&browser, &mut passkey).await;
    assert!(done.is_done(), "{}", done.body);
    assert!(browser.is_signed_in_as_member().await);
}

async fn one_browser_s_passkey_does_not_open_the_door_for_another(app: TestApp) {
    let app = app.with_passkeys();
    let (_, mut passkey) = bob_with_passkey_only(&app).await;
    let (owner, thief) = (app.browser(), app.browser());
    gives_right_password(&owner, "bob").await;
    app.waits(1);
    gives_right_password(&thief, "bob").await;
    let answer = passkey.answer(&owner.passkey_challenge().await);
    let stolen = thief.calls("/sign-in/code/passkey", &[("passkey", &answer)]).await;
    assert_eq!(stolen.refusal(), Refusal::PasskeyExpired);
    assert!(completes(&owner, &mut passkey).await.is_done());
    assert!(owner.is_signed_in_as_member().await && !thief.is_signed_in_as_member().await);
}

async fn wrong_answers_are_counted_like_wrong_codes(app: TestApp) {
    let app = app.with_passkeys();
    let (_, mut passkey) = bob_with_passkey_only(&app).await;
    let browser = app.browser();
    gives_right_password(&browser, "bob").await;
    let mut unverified = passkey.clone();
    unverified.flags &= !USER_VERIFIED;
    for _ in 0..5 {
        let refused = completes(&browser, &mut unverified).await;
        assert_eq!(refused.refusal(), Refusal::PasskeyRefused);
    }
    completes(&browser, &mut unverified).await;
    let locked = completes(&browser, &mut passkey).await;
    assert!(matches!(locked.refusal(), Refusal::Locked { .. }));
    assert!(!browser.is_signed_in_as_member().await);
}

async fn a_code_of_a_passkey_does_not_exist(app: TestApp) {
    let app = app.with(|config| config.settings.offered.email = true).with_passkeys();
    let (_, passkey) = bob_with_passkey_only(&app).await;
    drop(passkey);
    let browser = app.browser();
    gives_right_password(&browser, "bob").await;
    let fields = [("code", "123456"), ("with", "passkey")];
    let refused = browser.calls("/sign-in/code", &fields).await;
    assert_eq!(refused.refusal(), Refusal::CodeExpired);
    let sent = browser.calls("/sign-in/send", &[("kind", "passkey")]).await;
    assert_eq!(sent.refusal(), Refusal::NotFound);
}
