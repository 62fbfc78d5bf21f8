//! Tests that a thief who has connected a passkey does not keep the account after its owner has set a new password.

use super::{ada_with_passkey, adds_passkey, bob_with_passkey_only, second_factor::completes};
use crate::{
    always_on_every_database,
    common::{member::*, passkey::Passkey, *},
    members::account_takeover::{NEW, requests_reset_link, resets_password},
    on_every_database,
};
use domain::{locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    the_page_says_why_the_passkey_is_not_enough,
    a_passkey_that_was_added_after_the_new_password_is_enough,
    a_rescue_removes_a_thief_s_passkey,
);

always_on_every_database!(
    a_forgotten_password_ends_a_thief_s_sign_in_by_passkey,
    a_changed_password_ends_a_thief_s_sign_in_by_passkey,
);

/// The thief has got password and code by a false page, and connects a passkey. The owner signs in again.
async fn thief_adds_passkey(app: &TestApp, ada: &Member) -> Passkey {
    let thief = app.browser().from([10, 2, 0, 1]);
    assert!(thief.signs_in_as("ada", PASSWORD, &ada.secret).await.is_done());
    app.waits(30);
    let code = ada.secret.code_at(app.now());
    let allowed = thief.changes("/account/connect", &code, &[("kind", "passkey")]).await;
    assert!(allowed.is_done(), "{}", allowed.body);
    let mut passkey = thief.creates_passkey("Laptop").await;
    assert!(
        app.browser().signs_in_with_passkey(&mut passkey).await.is_done(),
        "the passkey is enough before"
    );
    passkey
}

/// The thief knows the old password and has the passkey, but not the new password.
async fn is_kept_out(app: &TestApp, thiefs: &mut Passkey) {
    for _ in 0..3 {
        let thief = app.browser().from([10, 2, 0, 2]);
        let refused = thief.signs_in_with_passkey(thiefs).await;
        assert_eq!(refused.refusal(), Refusal::PasskeyNeedsPassword);
        assert!(!thief.is_signed_in_as_member().await);
    }
}

/// The owner gives the new password once with the passkey. Then this passkey is enough again, and no other one.
async fn owner_uses_it_again(app: &TestApp, own: &mut Passkey, thiefs: &mut Passkey) {
    let owner = app.browser();
    assert_eq!(
        owner.signs_in_with_passkey(own).await.refusal(),
        Refusal::PasskeyNeedsPassword
    );
    assert!(owner.gives_password("ada", NEW).await.is_done());
    assert!(completes(&owner, own).await.is_done());
    assert!(app.browser().signs_in_with_passkey(own).await.is_done());
    is_kept_out(app, thiefs).await;
}

async fn a_forgotten_password_ends_a_thief_s_sign_in_by_passkey(app: TestApp) {
    let app = app.with_passkeys();
    let (ada, mut own) = ada_with_passkey(&app).await;
    let mut thiefs = thief_adds_passkey(&app, &ada).await;
    let link = requests_reset_link(&app.browser(), "ada", &address_of("ada")).await;
    assert!(resets_password(&app.browser(), &link).await.is_done());
    is_kept_out(&app, &mut thiefs).await;
    owner_uses_it_again(&app, &mut own, &mut thiefs).await;
}

async fn a_changed_password_ends_a_thief_s_sign_in_by_passkey(app: TestApp) {
    let app = app.with_passkeys();
    let (ada, mut own) = ada_with_passkey(&app).await;
    let mut thiefs = thief_adds_passkey(&app, &ada).await;
    let owner = app.browser();
    assert!(owner.signs_in_with_passkey(&mut own).await.is_done());
    let fields = [("new_password", NEW), ("new_password_again", NEW)];
    let changed = owner.changes("/account/password", &ada.code(), &fields).await;
    assert!(changed.is_done(), "{}", changed.body);
    is_kept_out(&app, &mut thiefs).await;
    assert!(owner.is_signed_in_as_member().await);
    owner_uses_it_again(&app, &mut own, &mut thiefs).await;
}

async fn the_page_says_why_the_passkey_is_not_enough(app: TestApp) {
    let app = app.with_passkeys();
    let (_, mut passkey) = bob_with_passkey_only(&app).await;
    let link = requests_reset_link(&app.browser(), "bob", &address_of("bob")).await;
    assert!(resets_password(&app.browser(), &link).await.is_done());
    let browser = app.browser();
    let answer = passkey.answer(&browser.passkey_request().await);
    browser.opens("/sign-in").await;
    let page = browser
        .submits_and_follows("/sign-in/passkey", &[("passkey", &answer)])
        .await;
    assert!(page.says(Texts::of(Locale::En).passkey_needs_password()));
    assert!(browser.gives_password("bob", NEW).await.is_done());
    assert!(completes(&browser, &mut passkey).await.is_done());
}

async fn a_passkey_that_was_added_after_the_new_password_is_enough(app: TestApp) {
    let app = app.with_passkeys();
    let ada = ada(&app).await;
    let fields = [("new_password", NEW), ("new_password_again", NEW)];
    let changed = ada.browser.changes("/account/password", &ada.code(), &fields).await;
    assert!(changed.is_done(), "{}", changed.body);
    let fields = [("password", NEW), ("code", &ada.code()), ("kind", "passkey")];
    assert!(ada.browser.calls("/account/connect", &fields).await.is_done());
    let mut passkey = ada.browser.creates_passkey("Phone").await;
    assert!(app.browser().signs_in_with_passkey(&mut passkey).await.is_done());
}

async fn a_rescue_removes_a_thief_s_passkey(app: TestApp) {
    let app = app.with_passkeys().with_rescue();
    let root = app.administrator("root").await;
    let ada = ada(&app).await;
    adds_passkey(&ada, "Laptop").await;
    let mut thiefs = thief_adds_passkey(&app, &ada).await;
    root.issues_code_for("ada").await;
    let refused = app.browser().signs_in_with_passkey(&mut thiefs).await;
    assert_eq!(refused.refusal(), Refusal::PasskeyRefused);
}
