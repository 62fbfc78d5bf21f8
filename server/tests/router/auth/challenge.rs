//! Tests of the code at sign-in: used codes, time steps, simultaneous requests, expiry, lost phones.

use crate::{always_on_every_database, common::*, on_every_database};
use domain::{refusal::Refusal, seat_failure::SeatFailure};
use std::time::Duration;

on_every_database!(
    the_code_of_the_set_up_counts_as_used,
    a_code_works_once,
    one_step_before_and_after_is_accepted_without_a_hint_about_the_clock,
    a_code_in_one_browser_gives_no_access_to_another,
    a_pending_sign_in_expires_after_ten_minutes,
    after_a_factor_reset_the_old_secret_is_refused,
);

always_on_every_database!(
    fifty_requests_with_one_code_have_one_success,
    fifty_copies_of_one_session_have_one_success,
);

async fn the_code_of_the_set_up_counts_as_used(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, _) = app.browser().connects(seat).await;
    let student = app.browser();
    student.signs_in(seat).await;
    let next_at = test_app::BEGIN.after(Duration::from_secs(20));
    assert_eq!(
        student.gives_code(&secret.code_at(app.now())).await.refusal(),
        Refusal::CodeUsed { next_at }
    );
    // The code of an earlier time step was not used, but it is refused too, because a later code was already accepted.
    let earlier = secret.code_beside(app.now(), -1);
    assert!(matches!(
        student.gives_code(&earlier).await.refusal(),
        Refusal::CodeUsed { .. }
    ));
    assert!(!student.is_signed_in().await);
    assert_eq!(class.badges(seat).await, 3);
    app.waits(20);
    assert!(student.gives_code(&secret.code_at(app.now())).await.is_done());
    assert_eq!(class.badges(seat).await, 4);
}

async fn a_code_works_once(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, _) = app.browser().connects(seat).await;
    assert!(app.browser().signs_in_with_code(seat, &secret).await.is_done());
    let code = secret.code_at(app.now());
    for steps in [0, 30] {
        app.waits(steps);
        let again = app.browser();
        again.signs_in(seat).await;
        assert!(matches!(
            again.gives_code(&code).await.refusal(),
            Refusal::CodeUsed { .. }
        ));
        assert!(!again.is_signed_in().await);
    }
}

async fn one_step_before_and_after_is_accepted_without_a_hint_about_the_clock(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, _) = app.browser().connects(seat).await;
    app.waits(600);
    let student = app.browser();
    student.signs_in(seat).await;
    for steps in [-2, 2, 10] {
        let code = secret.code_beside(app.now(), steps);
        assert_eq!(student.gives_code(&code).await.refusal(), Refusal::CodeWrong, "{steps}");
        assert_eq!(class.seat(seat).await.failure.unwrap().why, SeatFailure::WrongCode);
    }
    for steps in [-1, 0, 1] {
        let student = app.browser();
        student.signs_in(seat).await;
        assert!(
            student
                .gives_code(&secret.code_beside(app.now(), steps))
                .await
                .is_done(),
            "{steps}"
        );
    }
}

/// Lets all browsers send the same code at once. Returns how many are signed in, and asserts that the others are
/// refused because the code is used or the session has ended.
async fn count_sign_ins(browsers: Vec<Browser>, code: &str) -> usize {
    let tries = browsers.into_iter().map(|browser| {
        let code = code.to_owned();
        tokio::spawn(async move {
            let answer = browser.gives_code(&code).await;
            let done = answer.is_done();
            if !done {
                let refusal = answer.refusal();
                assert!(
                    matches!(refusal, Refusal::CodeUsed { .. } | Refusal::SignInFirst),
                    "{refusal}"
                );
            }
            usize::from(done)
        })
    });
    let mut successes = 0;
    for done in tries.collect::<Vec<_>>() {
        successes += done.await.unwrap();
    }
    successes
}

async fn fifty_requests_with_one_code_have_one_success(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, _) = app.browser().connects(seat).await;
    app.waits(60);
    let mut browsers = Vec::new();
    for _ in 0..50 {
        let browser = app.browser();
        browser.signs_in(seat).await;
        browsers.push(browser);
    }
    assert_eq!(count_sign_ins(browsers.clone(), &secret.code_at(app.now())).await, 1);
    let mut inside = 0;
    for browser in browsers {
        inside += usize::from(browser.is_signed_in().await);
    }
    assert_eq!(inside, 1);
}

async fn fifty_copies_of_one_session_have_one_success(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, _) = app.browser().connects(seat).await;
    app.waits(60);
    let student = app.browser();
    student.signs_in(seat).await;
    let copies = (0..50).map(|_| student.copied()).collect();
    assert_eq!(count_sign_ins(copies, &secret.code_at(app.now())).await, 1);
}

async fn a_code_in_one_browser_gives_no_access_to_another(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, _) = app.browser().connects(seat).await;
    let (owner, thief) = (app.browser(), app.browser());
    thief.signs_in(seat).await;
    assert!(owner.signs_in_with_code(seat, &secret).await.is_done());
    assert!(owner.is_signed_in().await);
    assert!(!thief.is_signed_in().await);
    for path in ["/lesson", "/set-up", "/set-up/recovery-codes"] {
        assert_eq!(thief.gets(path).await.leads_to(), "/sign-in");
    }
    thief.signs_in(seat).await;
    assert!(!thief.is_signed_in().await);
}

async fn a_pending_sign_in_expires_after_ten_minutes(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (secret, codes) = app.browser().connects(seat).await;
    let student = app.browser();
    student.signs_in(seat).await;
    app.waits(599);
    assert_eq!(
        student.gives_code(&secret.wrong_code(app.now())).await.refusal(),
        Refusal::CodeWrong
    );
    app.waits(1);
    assert_eq!(
        student.gives_code(&secret.code_at(app.now())).await.refusal(),
        Refusal::PendingExpired
    );
    assert_eq!(
        student.gives_recovery_code(&codes[0]).await.refusal(),
        Refusal::PendingExpired
    );
    let page = student.opens("/sign-in/code").await;
    assert!(page.says(texts::Texts::of(domain::locale::Locale::En).code_expired_title()));
    assert!(
        html::tags(&page.body)
            .iter()
            .any(|tag| tag.attribute("href") == Some("/sign-in"))
    );
    assert!(student.signs_in_with_code(seat, &secret).await.is_done());
}

async fn after_a_factor_reset_the_old_secret_is_refused(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    let (old, codes) = student.connects(seat).await;
    let pending = app.browser();
    pending.signs_in(seat).await;
    class.seat_action(seat, "reset_factor").await;
    assert_eq!(class.badges(seat).await, 1);
    assert!(!student.is_signed_in().await);
    app.waits(30);
    assert_eq!(
        pending.gives_code(&old.code_at(app.now())).await.refusal(),
        Refusal::SignInFirst
    );
    assert_eq!(
        pending.gives_recovery_code(&codes[0]).await.refusal(),
        Refusal::SignInFirst
    );
    let (new, _) = student.connects(seat).await;
    app.waits(30);
    student.signs_in(seat).await;
    assert_eq!(
        student.gives_code(&old.code_at(app.now())).await.refusal(),
        Refusal::CodeWrong
    );
    assert_eq!(
        student.gives_recovery_code(&codes[0]).await.refusal(),
        Refusal::RecoveryCodeWrong
    );
    assert!(student.gives_code(&new.code_at(app.now())).await.is_done());
    assert_eq!(class.badges(seat).await, 4);
}
