//! Tests of the passkeys of an account: connect, name, remove, and what ends with them.

use super::{ada_with_passkey, adds_passkey, bob_with_passkey_only, by_passkey};
use crate::{
    always_on_every_database,
    common::{member::*, passkey::Passkey, *},
    on_every_database,
};
use domain::{audit::AuditKind, factor::FactorKind, locale::Locale, refusal::Refusal};
use texts::Texts;

on_every_database!(
    a_new_member_can_connect_a_passkey_instead_of_an_app,
    a_second_passkey_needs_password_and_code,
    a_passkey_gets_another_name,
    the_last_factor_cannot_be_removed,
    an_account_has_at_most_twenty_passkeys,
    a_student_has_no_passkeys,
);

always_on_every_database!(a_removed_passkey_lets_nobody_in, a_deleted_account_leaves_no_passkey,);

async fn a_new_member_can_connect_a_passkey_instead_of_an_app(app: TestApp) {
    let app = app.with_passkeys();
    let browser = app.browser();
    browser.registers("bob").await;
    let texts = Texts::of(Locale::En);
    let page = browser.opens("/set-up").await;
    let (first, app_after) = (
        page.body.find(texts.passkey_first_title()),
        page.body.find(texts.set_up_scan()),
    );
    assert!(first.is_some() && first < app_after, "the passkey is offered first");
    assert!(browser.opens("/set-up/passkey").await.says(texts.passkey_create()));
    browser.creates_passkey("Phone").await;
    let codes = browser.shown_codes().await;
    assert_eq!((codes.codes.len(), codes.connected), (10, Some(FactorKind::Passkey)));
    browser.saves_recovery_codes().await;
    assert!(browser.is_signed_in_as_member().await);
    let account = account(&browser).await;
    assert!(
        account
            .events
            .iter()
            .any(|event| event.kind == AuditKind::PasskeyConnected)
    );
    assert_eq!(account.factors.passkeys[0].name, "Phone");
    assert!(browser.opens("/account").await.says("Phone"));
    assert_eq!(browser.gets("/set-up").await.leads_to(), "/account");
}

async fn a_second_passkey_needs_password_and_code(app: TestApp) {
    let app = app.with_passkeys();
    let (ada, mut first) = ada_with_passkey(&app).await;
    let (_, field) = {
        let refused = ada.browser.loads("/sfn/passkey-set-up", &[]).await;
        assert_eq!(refused.refusal(), Refusal::AlreadyConnected);
        let allowed = ada
            .browser
            .changes("/account/connect", &ada.code(), &[("kind", "passkey")])
            .await;
        assert!(allowed.is_done());
        Passkey::create(&ada.browser.passkey_creation().await)
    };
    let other = app.browser();
    assert!(other.signs_in_with_passkey(&mut first).await.is_done());
    let misused = other.connects_passkey("Thief", &field).await;
    assert_eq!(misused.refusal(), Refusal::AlreadyConnected);
    assert!(ada.browser.connects_passkey("Key", &field).await.is_done());
    assert!(!other.is_signed_in_as_member().await, "all other sessions end");
    ada.got_mail(Texts::of(Locale::En).passkey_mail_connected_subject())
        .await;
    let names: Vec<String> = account(&ada.browser)
        .await
        .factors
        .passkeys
        .into_iter()
        .map(|key| key.name)
        .collect();
    assert_eq!(names, ["Laptop", "Key"]);
    assert!(app.browser().signs_in_with_passkey(&mut first).await.is_done());
}

async fn a_passkey_gets_another_name(app: TestApp) {
    let app = app.with_passkeys();
    let (ada, _) = ada_with_passkey(&app).await;
    let (bob, _) = bob_with_passkey_only(&app).await;
    let id = account(&ada.browser).await.factors.passkeys[0].id.to_string();
    let page = ada.browser.opens(&format!("/account/passkeys/{id}")).await;
    assert_eq!(page.field("name"), "Laptop");
    let fields = [("id", id.as_str()), ("name", "  Old   laptop ")];
    assert!(ada.browser.calls("/account/passkeys/rename", &fields).await.is_done());
    assert_eq!(account(&ada.browser).await.factors.passkeys[0].name, "Old laptop");
    assert_eq!(
        bob.calls("/account/passkeys/rename", &fields).await.refusal(),
        Refusal::NotFound
    );
    assert_eq!(
        bob.loads("/sfn/passkey", &[("id", &id)]).await.refusal(),
        Refusal::NotFound
    );
}

async fn a_removed_passkey_lets_nobody_in(app: TestApp) {
    let app = app.with_passkeys();
    let (ada, mut first) = ada_with_passkey(&app).await;
    app.waits(60);
    let mut second = adds_passkey(&ada, "Key").await;
    let other = app.browser();
    assert!(other.signs_in_with_passkey(&mut first).await.is_done());
    let passkeys = account(&ada.browser).await.factors.passkeys;
    let id = passkeys[0].id.to_string();
    let answer = second.answer(&ada.browser.passkey_again().await);
    let fields = [by_passkey(&answer).as_slice(), &[("id", &id)]].concat();
    let done = ada.browser.calls("/account/passkeys/remove", &fields).await;
    assert!(done.is_done(), "{}", done.body);
    assert!(!other.is_signed_in_as_member().await, "all other sessions end");
    let refused = app.browser().signs_in_with_passkey(&mut first).await;
    assert_eq!(refused.refusal(), Refusal::PasskeyRefused);
    assert!(app.browser().signs_in_with_passkey(&mut second).await.is_done());
    ada.got_mail(Texts::of(Locale::En).messages_mail_removed_subject())
        .await;
    // Without passkeys the account has only the app.
    let id = account(&ada.browser).await.factors.passkeys[0].id.to_string();
    let removed = ada
        .browser
        .changes("/account/passkeys/remove", &ada.code(), &[("id", &id)])
        .await;
    assert!(removed.is_done(), "{}", removed.body);
    let connected = account(&ada.browser).await.factors.connected;
    assert_eq!(connected.len(), 1);
    assert_eq!(connected[0].kind, FactorKind::Totp);
}

async fn the_last_factor_cannot_be_removed(app: TestApp) {
    let app = app.with_passkeys();
    let (bob, mut passkey) = bob_with_passkey_only(&app).await;
    let id = account(&bob).await.factors.passkeys[0].id.to_string();
    for (path, more) in [
        ("/account/passkeys/remove", ("id", id.as_str())),
        ("/account/remove", ("kind", "passkey")),
    ] {
        let answer = passkey.answer(&bob.passkey_again().await);
        let fields = [by_passkey(&answer).as_slice(), &[more]].concat();
        assert_eq!(bob.calls(path, &fields).await.refusal(), Refusal::LastFactor, "{path}");
    }
    assert!(app.browser().signs_in_with_passkey(&mut passkey).await.is_done());
}

async fn an_account_has_at_most_twenty_passkeys(app: TestApp) {
    let app = app.with_passkeys();
    let (ada, _) = ada_with_passkey(&app).await;
    for n in 1..20 {
        app.waits(600);
        adds_passkey(&ada, &format!("Key {n}")).await;
    }
    app.waits(600);
    let allowed = ada
        .browser
        .changes("/account/connect", &ada.code(), &[("kind", "passkey")])
        .await;
    assert!(allowed.is_done());
    let refused = ada.browser.loads("/sfn/passkey-set-up", &[]).await;
    assert_eq!(refused.refusal(), Refusal::TooManyPasskeys { most: 20 });
}

async fn a_student_has_no_passkeys(app: TestApp) {
    let app = app.with_passkeys();
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let refused = student.loads("/sfn/passkey-set-up", &[]).await;
    assert_eq!(refused.refusal(), Refusal::NotFound);
    let page = student.opens("/set-up").await;
    assert!(!page.says(Texts::of(Locale::En).passkey_first_title()));
}

async fn a_deleted_account_leaves_no_passkey(app: TestApp) {
    let app = app.with_passkeys();
    let (bob, mut passkey) = bob_with_passkey_only(&app).await;
    let answer = passkey.answer(&bob.passkey_again().await);
    assert!(bob.calls("/account/delete", &by_passkey(&answer)).await.is_done());
    let refused = app.browser().signs_in_with_passkey(&mut passkey).await;
    assert_eq!(refused.refusal(), Refusal::PasskeyRefused);
    app.waits(600);
    app.stepwise.operations.sweep().await.unwrap();
    assert_eq!(
        (app.count("passkey").await, app.count("passkey_challenge").await),
        (0, 0)
    );
}
