//! Tests of the passkey in place of password and code, before a change.

use super::{ada_with_passkey, bob_with_passkey_only, by_passkey};
use crate::{
    common::{passkey::USER_VERIFIED, *},
    on_every_database,
};
use domain::refusal::Refusal;

on_every_database!(
    a_passkey_confirms_every_change,
    a_passkey_of_a_thief_s_session_confirms_nothing,
    password_and_code_confirm_too,
);

async fn a_passkey_confirms_every_change(app: TestApp) {
    let app = app.with_passkeys();
    let (bob, mut passkey) = bob_with_passkey_only(&app).await;
    let new = "another horse battery";
    let changes: [(&str, &[(&str, &str)]); 5] = [
        ("/account/recovery-codes", &[]),
        ("/account/email", &[("email", "new@school.example")]),
        ("/account/connect", &[("kind", "totp")]),
        (
            "/account/password",
            &[("new_password", new), ("new_password_again", new)],
        ),
        ("/account/delete", &[]),
    ];
    for (path, more) in changes {
        let mut unverified = passkey.clone();
        unverified.flags &= !USER_VERIFIED;
        let wrong = unverified.answer(&bob.passkey_again().await);
        let fields = [by_passkey(&wrong).as_slice(), more].concat();
        assert_eq!(
            bob.calls(path, &fields).await.refusal(),
            Refusal::PasskeyRefused,
            "{path}"
        );
        let right = passkey.answer(&bob.passkey_again().await);
        let fields = [by_passkey(&right).as_slice(), more].concat();
        let done = bob.calls(path, &fields).await;
        assert!(done.is_done(), "{path} {}", done.body);
        if path == "/account/recovery-codes" {
            let again = bob.calls(path, &fields).await;
            assert_eq!(
                again.refusal(),
                Refusal::PasskeyExpired,
                "an answer confirms one change"
            );
            bob.saves_recovery_codes().await;
        }
    }
    assert!(!bob.is_signed_in_as_member().await);
}

async fn a_passkey_of_a_thief_s_session_confirms_nothing(app: TestApp) {
    let app = app.with_passkeys();
    let (ada, mut passkey) = ada_with_passkey(&app).await;
    let thief = app.browser();
    assert!(thief.signs_in_with_passkey(&mut passkey).await.is_done());
    let answer = passkey.answer(&ada.browser.passkey_again().await);
    let refused = thief.calls("/account/delete", &by_passkey(&answer)).await;
    assert_eq!(refused.refusal(), Refusal::PasskeyExpired);
    // The request of a sign-in page, which the thief can load too.
    let answer = passkey.answer(&thief.copied().passkey_request().await);
    let refused = thief.calls("/account/delete", &by_passkey(&answer)).await;
    assert_eq!(refused.refusal(), Refusal::PasskeyExpired);
}

async fn password_and_code_confirm_too(app: TestApp) {
    let app = app.with_passkeys();
    let (ada, _) = ada_with_passkey(&app).await;
    let done = ada.browser.changes("/account/recovery-codes", &ada.code(), &[]).await;
    assert!(done.is_done(), "{}", done.body);
    let empty = ada.browser.calls("/account/delete", &by_passkey("")).await;
    assert_eq!(empty.refusal(), Refusal::PasswordWrong);
}
