//! Tests that the server counts an attempt as wrong before it hashes the password, and takes this back if the password
//! is right.

use super::{counted_as_wrong, registers_with_form, registration_form, with_slow_hashing};
use crate::{always_on_every_database, common::member::*, common::*, on_every_database};
use domain::refusal::Refusal;
use std::time::Duration;
use tokio::time::sleep;

on_every_database!(
    a_repeated_registration_form_counts_as_a_guess,
    registrations_are_counted_before_they_are_hashed,
);

always_on_every_database!(
    a_compared_password_counts_although_the_client_has_disconnected,
    simultaneous_uses_of_one_link_cost_one_hash,
);

async fn a_compared_password_counts_although_the_client_has_disconnected(app: TestApp) {
    let app = with_slow_hashing(&app, 96 * 1024, 5, 1);
    for name in ["ada", "bob"] {
        assert!(app.browser().registers(name).await.is_done());
    }
    let before = counted_as_wrong(&app).await;
    let hangs_up = async |password: &str| {
        let (browser, password) = (app.browser(), password.to_owned());
        let verified = app.stepwise.work_done().verified;
        let request = tokio::spawn(async move { browser.gives_password("ada", &password).await });
        while app.stepwise.work_done().verified == verified {
            sleep(Duration::from_millis(1)).await;
        }
        request.abort();
        assert!(request.await.is_err(), "the client has disconnected");
        // Passwords are compared one after the other, so after Bob's sign-in Ada's password has been compared.
        assert!(app.browser().gives_password("bob", PASSWORD).await.is_done());
    };
    hangs_up("wrong horse battery").await;
    assert_eq!(counted_as_wrong(&app).await, before + 1);
    // A right password is not counted as wrong.
    hangs_up(PASSWORD).await;
    for _ in 0..2000 {
        if counted_as_wrong(&app).await == before {
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(counted_as_wrong(&app).await, before);
}

async fn a_repeated_registration_form_counts_as_a_guess(app: TestApp) {
    let ada = app.browser();
    let mut form = registration_form(&ada, "ada").await;
    assert!(registers_with_form(&ada, &form).await.is_done());
    for (_, value) in form.iter_mut().skip(3) {
        *value = "wrong horse battery".to_owned();
    }
    let verified = app.stepwise.work_done().verified;
    let guesses = (0..30).map(|_| {
        let (browser, form) = (app.browser(), form.clone());
        tokio::spawn(async move { registers_with_form(&browser, &form).await.refusal() })
    });
    let mut looked_at = 0;
    for guess in guesses.collect::<Vec<_>>() {
        match guess.await.unwrap() {
            Refusal::BadRequest => looked_at += 1,
            Refusal::Locked { .. } => {}
            other => panic!("{other}"),
        }
    }
    assert_eq!(looked_at, 6);
    assert_eq!(
        app.stepwise.work_done().verified - verified,
        6,
        "what is locked costs no hash"
    );
    // The sign-in and the registration form share one limit for guesses.
    let locked = app.browser().gives_password("ada", PASSWORD).await.refusal();
    assert!(matches!(locked, Refusal::Locked { .. }));
}

async fn registrations_are_counted_before_they_are_hashed(app: TestApp) {
    let app = app.with(|config| config.settings.registrations_per_hour = 3);
    let hashed = app.stepwise.work_done().hashed;
    let tries = (0..20).map(|n| {
        let browser = app.browser();
        tokio::spawn(async move { browser.registers(&format!("member{n}")).await })
    });
    let mut done = 0;
    for registered in tries.collect::<Vec<_>>() {
        let answer = registered.await.unwrap();
        match answer.is_done() {
            true => done += 1,
            false => assert!(matches!(answer.refusal(), Refusal::TooManyRegistrations { .. })),
        }
    }
    assert_eq!((done, app.stepwise.work_done().hashed - hashed), (3, 3));
    assert_eq!(app.count("account").await, 3);
}

async fn simultaneous_uses_of_one_link_cost_one_hash(app: TestApp) {
    ada(&app).await;
    assert!(app.browser().calls("/forgot", &[("username", "ada")]).await.is_done());
    let link = token(&app.mail_with(&address_of("ada"), "/forgot/").await, "/forgot/");
    let hashed = app.stepwise.work_done().hashed;
    let tries = (0..20).map(|n| {
        let (browser, link) = (app.browser(), link.clone());
        tokio::spawn(async move {
            let password = format!("another horse battery {n}");
            let fields = [
                ("token", link.as_str()),
                ("password", &password),
                ("password_again", &password),
            ];
            browser.calls("/forgot/new-password", &fields).await.is_done()
        })
    });
    let mut done = 0;
    for tried in tries.collect::<Vec<_>>() {
        done += usize::from(tried.await.unwrap());
    }
    assert_eq!((done, app.stepwise.work_done().hashed - hashed), (1, 1));
}
