//! Tests of the sign-in with a passkey and without a password.

use super::{ada_with_passkey, bob_with_passkey_only, gives_right_password};
use crate::{
    always_on_every_database,
    common::{member::*, passkey::USER_VERIFIED, *},
    on_every_database,
};
use domain::{audit::AuditKind, locale::Locale, refusal::Refusal};
use futures_util::future::join_all;
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use std::time::Duration;
use texts::Texts;

on_every_database!(
    a_passkey_signs_in_without_a_password,
    a_new_device_is_mailed_to_the_owner,
    an_authenticator_without_a_counter_signs_in_again_and_again,
    wrong_codes_of_a_stranger_do_not_keep_the_owner_s_passkey_out,
    a_deactivated_member_stays_outside,
    wrong_answers_close_the_door_for_the_client,
);

always_on_every_database!(
    of_fifty_answers_to_one_challenge_one_succeeds,
    a_challenge_is_answered_once_in_its_browser_and_its_time,
    a_challenge_of_a_clock_that_was_far_ahead_is_refused,
    an_answered_challenge_is_remembered_as_long_as_it_is_valid,
    a_copied_passkey_is_refused_and_reported,
);

async fn a_passkey_signs_in_without_a_password(app: TestApp) {
    let app = app.with_passkeys();
    let (_, mut passkey) = bob_with_passkey_only(&app).await;
    app.waits(1);
    let other = app.browser();
    let done = other.signs_in_with_passkey(&mut passkey).await;
    assert!(done.is_done(), "{}", done.body);
    assert_eq!(done.leads_to(), "/classes");
    assert!(other.is_signed_in_as_member().await);
    let account = account(&other).await;
    assert_eq!(account.events[0].kind, AuditKind::SignedInByPasskey);
    assert_eq!(account.factors.passkeys[0].last_used, Some(app.now()));
}

async fn a_new_device_is_mailed_to_the_owner(app: TestApp) {
    let app = app.with_passkeys();
    let (ada, mut passkey) = ada_with_passkey(&app).await;
    let other = app.browser();
    assert!(other.signs_in_with_passkey(&mut passkey).await.is_done());
    ada.got_mail(Texts::of(Locale::En).mail_new_device_subject()).await;
    other.calls("/sign-out", &[]).await;
    assert!(other.signs_in_with_passkey(&mut passkey).await.is_done());
    assert!(app.mails().await.is_empty(), "the browser is known now");
}

/// Registers a member with a passkey that does not count its answers.
async fn registers_without_counter(browser: &Browser) -> passkey::Passkey {
    browser.registers("bob").await;
    let creation = browser.passkey_creation().await;
    let (mut passkey, _) = passkey::Passkey::create(&creation);
    passkey.counter = None;
    let field = passkey.registration(&creation);
    assert!(browser.connects_passkey("Phone", &field).await.is_done());
    passkey
}

async fn an_authenticator_without_a_counter_signs_in_again_and_again(app: TestApp) {
    let app = app.with_passkeys();
    let mut passkey = registers_without_counter(&app.browser()).await;
    for _ in 0..3 {
        assert!(app.browser().signs_in_with_passkey(&mut passkey).await.is_done());
    }
}

async fn a_copied_passkey_is_refused_and_reported(app: TestApp) {
    let app = app.with_passkeys();
    let (ada, mut passkey) = ada_with_passkey(&app).await;
    let mut copy = passkey.clone();
    for _ in 0..2 {
        assert!(app.browser().signs_in_with_passkey(&mut passkey).await.is_done());
    }
    app.mails().await;
    app.waits(1);
    let thief = app.browser();
    let refused = thief.signs_in_with_passkey(&mut copy).await;
    assert_eq!(refused.refusal(), Refusal::PasskeyCopied);
    assert!(!thief.is_signed_in_as_member().await);
    ada.got_mail(Texts::of(Locale::En).passkey_mail_copied_subject()).await;
    assert_eq!(account(&ada.browser).await.events[0].kind, AuditKind::PasskeyCopied);
    assert!(app.browser().signs_in_with_passkey(&mut passkey).await.is_done());
}

async fn of_fifty_answers_to_one_challenge_one_succeeds(app: TestApp) {
    let app = app.with_passkeys();
    let (_, mut passkey) = bob_with_passkey_only(&app).await;
    let browser = app.browser();
    let request = browser.passkey_request().await;
    let other = app.other_replica().await;
    let attempts = (0..50).map(|n| {
        let answer = passkey.answer(&request);
        let mut copy = browser.copied();
        if n % 2 == 1 {
            copy.app = other.clone();
        }
        async move { copy.sends_passkey(&answer).await }
    });
    let answers = join_all(attempts.collect::<Vec<_>>()).await;
    let done = answers.iter().filter(|answer| answer.is_done()).count();
    assert_eq!(done, 1);
    for answer in answers.iter().filter(|answer| !answer.is_done()) {
        assert_eq!(answer.refusal(), Refusal::PasskeyExpired);
    }
}

async fn a_challenge_is_answered_once_in_its_browser_and_its_time(app: TestApp) {
    let app = app.with_passkeys();
    let (ada, mut passkey) = ada_with_passkey(&app).await;
    let browser = app.browser();
    let request = browser.passkey_request().await;
    let answer = passkey.answer(&request);
    // Another browser.
    let stranger = app.browser();
    stranger.passkey_request().await;
    assert_eq!(stranger.sends_passkey(&answer).await.refusal(), Refusal::PasskeyExpired);
    assert_eq!(
        app.browser().sends_passkey(&answer).await.refusal(),
        Refusal::PasskeyExpired
    );
    // Another purpose.
    gives_right_password(&browser, "ada").await;
    let misused = browser.calls("/sign-in/code/passkey", &[("passkey", &answer)]).await;
    assert_eq!(misused.refusal(), Refusal::PasskeyExpired);
    let again = ada.browser.passkey_again().await;
    assert_eq!(
        browser.sends_passkey(&passkey.answer(&again)).await.refusal(),
        Refusal::PasskeyExpired
    );
    // Used once.
    assert!(browser.sends_passkey(&answer).await.is_done());
    browser.calls("/sign-out", &[]).await;
    assert_eq!(browser.sends_passkey(&answer).await.refusal(), Refusal::PasskeyExpired);
    // Five minutes.
    let late = passkey.answer(&browser.passkey_request().await);
    app.waits(300);
    assert_eq!(browser.sends_passkey(&late).await.refusal(), Refusal::PasskeyExpired);
    let in_time = passkey.answer(&browser.passkey_request().await);
    app.waits(299);
    assert!(browser.sends_passkey(&in_time).await.is_done());
}

const MINUTE: Duration = Duration::from_secs(60);

async fn a_challenge_of_a_clock_that_was_far_ahead_is_refused(app: TestApp) {
    let app = app.with_passkeys();
    let (_, mut passkey) = bob_with_passkey_only(&app).await;
    let (browser, now) = (app.browser(), app.now());
    for (ahead, is_accepted) in [(60 * MINUTE, false), (5 * MINUTE, false), (MINUTE, true)] {
        app.clock.set(now.after(ahead));
        let answer = passkey.answer(&browser.passkey_request().await);
        app.clock.set(now);
        let sent = browser.sends_passkey(&answer).await;
        assert_eq!(sent.is_done(), is_accepted, "{ahead:?}: {}", sent.body);
    }
}

/// The challenge comes from a replica whose clock is four minutes ahead, so it is valid for nine minutes.
async fn an_answered_challenge_is_remembered_as_long_as_it_is_valid(app: TestApp) {
    let app = app.with_passkeys();
    let browser = app.browser();
    // Without a counter, only the challenge tells a repeated answer from a new one.
    let mut passkey = registers_without_counter(&browser).await;
    let (visitor, now) = (app.browser(), app.now());
    app.clock.set(now.after(4 * MINUTE));
    let answer = passkey.answer(&visitor.passkey_request().await);
    app.clock.set(now);
    let thief = visitor.copied();
    assert!(visitor.sends_passkey(&answer).await.is_done());
    for _ in 0..9 {
        app.waits(60);
        app.stepwise.operations.sweep().await.unwrap();
        let repeated = thief.copied().sends_passkey(&answer).await;
        assert_eq!(repeated.refusal(), Refusal::PasskeyExpired);
    }
}

async fn wrong_codes_of_a_stranger_do_not_keep_the_owner_s_passkey_out(app: TestApp) {
    let app = app.with_passkeys();
    let (ada, mut passkey) = ada_with_passkey(&app).await;
    let stranger = app.browser();
    gives_right_password(&stranger, "ada").await;
    for _ in 0..6 {
        stranger.gives_code(&ada.secret.wrong_code(app.now())).await;
    }
    let locked = stranger.gives_code(&ada.code()).await;
    assert!(matches!(locked.refusal(), Refusal::Locked { .. }));
    assert!(app.browser().signs_in_with_passkey(&mut passkey).await.is_done());
}

async fn a_deactivated_member_stays_outside(app: TestApp) {
    let app = app.with_passkeys();
    let (_, mut passkey) = bob_with_passkey_only(&app).await;
    deactivates(&app, "bob").await;
    let refused = app.browser().signs_in_with_passkey(&mut passkey).await;
    assert_eq!(refused.refusal(), Refusal::PasskeyRefused);
}

async fn deactivates(app: &TestApp, name: &str) {
    let update = Query::update()
        .table("account")
        .value("active", false)
        .and_where(Expr::col("username").eq(name))
        .to_owned();
    app.db.migration_connection().execute(&update).await.unwrap();
}

async fn wrong_answers_close_the_door_for_the_client(app: TestApp) {
    let app = app.with(|config| config.settings.wrong_per_network = 3).with_passkeys();
    let (_, mut passkey) = bob_with_passkey_only(&app).await;
    let mut wrong = passkey.clone();
    wrong.flags &= !USER_VERIFIED;
    let stranger = app.browser();
    let mut last = Refusal::PasskeyRefused;
    for _ in 0..40 {
        last = stranger.signs_in_with_passkey(&mut wrong).await.refusal();
    }
    assert!(matches!(last, Refusal::NetworkLocked { .. }), "{last:?}");
    let elsewhere = app.browser().from([10, 9, 9, 9]);
    passkey.counter = Some(1000);
    assert!(elsewhere.signs_in_with_passkey(&mut passkey).await.is_done());
}
