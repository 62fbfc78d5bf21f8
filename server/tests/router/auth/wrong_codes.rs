//! Tests of wrong codes at the sign-in. Tests of wrong passwords are in `wrong_passwords`.

use crate::{always_on_every_database, common::*, on_every_database};
use domain::{refusal::Refusal, seat_failure::SeatFailure};
use std::time::Duration;

on_every_database!(
    the_sixth_wrong_code_locks_and_a_new_sign_in_does_not_unlock,
    a_repeated_right_code_does_not_count_as_a_guess,
    a_hundred_wrong_codes_close_the_factor,
);

always_on_every_database!(simultaneous_guesses_are_counted_one_by_one,);

async fn the_sixth_wrong_code_locks_and_a_new_sign_in_does_not_unlock(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, codes) = app.browser().connects(seat).await;
    app.waits(60);
    guesses(&app, seat, &secret, 6).await;
    let until = app.now().after(Duration::from_secs(60));
    let failure = class.seat(seat).await.failure.unwrap();
    assert_eq!(
        (failure.why, failure.locked_until),
        (SeatFailure::WrongCode, Some(until))
    );
    for browser in [
        app.browser(),
        app.browser().from([192, 0, 2, 1]),
        app.restarted().browser(),
    ] {
        assert!(browser.signs_in(seat).await.is_done());
        assert_eq!(
            browser.gives_code(&secret.code_at(app.now())).await.refusal(),
            Refusal::Locked { until }
        );
        assert_eq!(
            browser.gives_recovery_code(&codes[0]).await.refusal(),
            Refusal::Locked { until }
        );
    }
    let failure = class.seat(seat).await.failure.unwrap();
    assert_eq!((failure.why, failure.locked_until), (SeatFailure::Locked, Some(until)));
    app.waits(60);
    guesses(&app, seat, &secret, 1).await;
    let student = app.browser();
    student.signs_in(seat).await;
    app.waits(119);
    assert!(matches!(
        student.gives_code(&secret.code_at(app.now())).await.refusal(),
        Refusal::Locked { .. }
    ));
    app.waits(1);
    assert!(student.gives_code(&secret.code_at(app.now())).await.is_done());
    assert_eq!(class.seat(seat).await.failure, None);
}

async fn a_repeated_right_code_does_not_count_as_a_guess(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, _) = app.browser().connects(seat).await;
    let student = app.browser();
    student.signs_in(seat).await;
    for _ in 0..12 {
        let answer = student.gives_code(&secret.code_at(app.now())).await;
        assert!(matches!(answer.refusal(), Refusal::CodeUsed { .. }));
    }
    guesses(&app, seat, &secret, 5).await;
    app.waits(30);
    assert!(student.gives_code(&secret.code_at(app.now())).await.is_done());
}

async fn a_hundred_wrong_codes_close_the_factor(app: TestApp) {
    let app = app.with(|config| config.settings.class_life = Duration::from_secs(7 * 24 * 3600));
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, codes) = app.browser().connects(seat).await;
    for _ in 0..100 {
        guesses(&app, seat, &secret, 1).await;
        app.waits(15 * 60);
    }
    app.waits(24 * 3600);
    let student = app.browser();
    student.signs_in(seat).await;
    assert_eq!(
        student.gives_code(&secret.code_at(app.now())).await.refusal(),
        Refusal::FactorClosed
    );
    assert_eq!(
        student.gives_recovery_code(&codes[0]).await.refusal(),
        Refusal::FactorClosed
    );
    assert_eq!(class.seat(seat).await.failure.unwrap().why, SeatFailure::Closed);
    assert!(!student.is_signed_in().await);
    class.unlocks(seat).await;
    assert!(student.gives_code(&secret.code_at(app.now())).await.is_done());
}

async fn simultaneous_guesses_are_counted_one_by_one(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, _) = app.browser().connects(seat).await;
    app.waits(60);
    let code = secret.wrong_code(app.now());
    let mut browsers = Vec::new();
    for _ in 0..30 {
        let browser = app.browser();
        browser.signs_in(seat).await;
        browsers.push(browser);
    }
    let tries = browsers.into_iter().map(|browser| {
        let code = code.clone();
        tokio::spawn(async move { browser.gives_code(&code).await.refusal() })
    });
    let mut looked_at = 0;
    for refusal in tries.collect::<Vec<_>>() {
        match refusal.await.unwrap() {
            Refusal::CodeWrong => looked_at += 1,
            refusal => assert!(matches!(refusal, Refusal::Locked { .. }), "{refusal}"),
        }
    }
    assert_eq!(looked_at, 6);
}

/// Enters wrong codes, each in a new browser after the right password.
async fn guesses(app: &TestApp, seat: &Seat, secret: &Secret, times: u32) {
    for n in 0..times {
        let guesser = app.browser();
        assert!(guesser.signs_in(seat).await.is_done());
        let answer = guesser.gives_code(&secret.wrong_code(app.now())).await;
        assert_eq!(answer.refusal(), Refusal::CodeWrong, "guess {n}");
    }
}
