//! Tests of simultaneous set-ups in several tabs, browsers or by several students.

use crate::{always_on_every_database, common::*, on_every_database};
use domain::refusal::Refusal;
use sea_orm::{ConnectionTrait, Statement, TransactionTrait};
use std::time::Duration;

on_every_database!(
    a_second_browser_and_a_new_sign_in_get_other_secrets,
    connecting_a_factor_ends_older_sessions,
    the_secret_of_one_student_connects_no_other_student,
);

always_on_every_database!(
    two_tabs_set_up_at_once,
    of_two_browsers_that_connect_at_once_one_succeeds,
    a_set_up_in_another_browser_does_not_remove_the_app_that_is_just_connected,
    a_late_request_marks_no_seat_that_another_student_has_got,
);

async fn a_second_browser_and_a_new_sign_in_get_other_secrets(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (first, second) = (app.browser(), app.browser());
    first.signs_in(seat).await;
    second.signs_in(seat).await;
    let (one, other) = (first.opens_set_up().await, second.opens_set_up().await);
    assert_ne!(one, other);
    assert_eq!(first.opens_set_up().await, one);
    first.signs_out().await;
    first.signs_in(seat).await;
    let third = first.opens_set_up().await;
    assert!(third != one && third != other);
    // A secret that the server has shown in a thief's browser cannot be connected in the owner's browser.
    assert_eq!(
        first.gives_set_up_code(&other.code_at(app.now())).await.refusal(),
        Refusal::CodeOfOlderQr
    );
    assert!(first.gives_set_up_code(&third.code_at(app.now())).await.is_done());
}

async fn connecting_a_factor_ends_older_sessions(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let others = [app.browser(), app.browser(), app.browser()];
    for other in &others {
        other.signs_in(seat).await;
    }
    let secret = others[0].opens_set_up().await;
    let student = app.browser();
    student.connects(seat).await;
    assert!(student.is_signed_in().await);
    for other in &others {
        assert!(!other.is_signed_in().await);
        assert_eq!(
            other.gives_set_up_code(&secret.code_at(app.now())).await.refusal(),
            Refusal::SignInFirst
        );
    }
}

async fn two_tabs_set_up_at_once(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.signs_in(seat).await;
    let (one, other) = tokio::join!(student.opens_set_up(), student.opens_set_up());
    let secret = student.opens_set_up().await;
    assert!(secret == one || secret == other);
    if one != other {
        let lost = if secret == one { &other } else { &one };
        let answer = student.gives_set_up_code(&lost.code_at(app.now())).await;
        assert_eq!(answer.refusal(), Refusal::CodeOfOlderQr);
    }
    let code = secret.code_at(app.now());
    let (first, second) = tokio::join!(student.gives_set_up_code(&code), student.gives_set_up_code(&code));
    assert!(first.is_done() != second.is_done(), "{} {}", first.body, second.body);
    assert_eq!(class.badges(seat).await, 3);
    // The session stays valid, no matter which of the two requests has succeeded.
    let codes = student.shown_codes().await.codes;
    assert!(student.calls("/set-up/saved", &[]).await.is_done());
    assert!(student.is_signed_in().await && codes.len() == 10);
    let later = app.browser();
    later.signs_in(seat).await;
    assert!(later.gives_recovery_code(&codes[9]).await.is_done());
}

async fn of_two_browsers_that_connect_at_once_one_succeeds(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let mut tries = Vec::new();
    for _ in 0..6 {
        let browser = app.browser();
        browser.signs_in(seat).await;
        tries.push((browser.clone(), browser.opens_set_up().await));
    }
    let running = tries.iter().cloned().map(|(browser, secret)| {
        tokio::spawn(async move {
            let answer = browser.gives_set_up_code(&secret.code_at(browser.app.now())).await;
            (answer.is_done(), browser, secret)
        })
    });
    let mut winners = Vec::new();
    for done in running.collect::<Vec<_>>() {
        let (won, browser, secret) = done.await.unwrap();
        if won {
            assert!(browser.calls("/set-up/saved", &[]).await.is_done());
            winners.push((browser.clone(), secret));
        }
        assert_eq!(browser.is_signed_in().await, won);
    }
    assert_eq!(winners.len(), 1);
    assert!(app.browser().signs_in_with_code(seat, &winners[0].1).await.is_done());
    assert_eq!(class.badges(seat).await, 4);
}

/// Ten set-ups are open, and the eleventh removes the oldest, whose code another request accepts at the same time.
async fn a_set_up_in_another_browser_does_not_remove_the_app_that_is_just_connected(app: TestApp) {
    let class = app.class_of(1).await;
    for _ in 0..10 {
        let browser = app.browser();
        browser.signs_in(&class.seats[0]).await;
        browser.opens_set_up().await;
        app.waits(1);
    }
    let other = app.browser();
    other.signs_in(&class.seats[0]).await;
    let oldest = "SELECT id FROM (SELECT id FROM factor ORDER BY created_at LIMIT 1) AS oldest";
    let connects = format!("UPDATE factor SET confirmed = TRUE WHERE id = ({oldest})");
    opens_set_up_while(&app, other, &[&connects]).await;
    assert_eq!(
        number(&app, "SELECT COUNT(*) FROM factor WHERE confirmed = TRUE").await,
        1
    );
}

/// The browser has read its session and its seat, and then waits for these changes of another request.
async fn opens_set_up_while(app: &TestApp, browser: Browser, changes: &[&str]) {
    let other = app.db.migration_connection().begin().await.unwrap();
    for change in changes {
        assert_eq!(other.execute_unprepared(change).await.unwrap().rows_affected(), 1);
    }
    let opening = tokio::spawn(async move { browser.gets("/set-up").await.status });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!opening.is_finished(), "it waits for the other request");
    other.commit().await.unwrap();
    opening.await.unwrap();
}

async fn number(app: &TestApp, query: &str) -> i64 {
    let query = Statement::from_string(app.db.backend(), query);
    let row = app.db.migration_connection().query_one_raw(query).await.unwrap();
    row.unwrap().try_get_by_index(0).unwrap()
}

async fn a_late_request_marks_no_seat_that_another_student_has_got(app: TestApp) {
    let class = app.class_of(2).await;
    let [ada, bob] = &class.seats[..] else { panic!() };
    let late = app.browser();
    late.signs_in(ada).await;
    let account = format!("SELECT id FROM account WHERE username = '{}'", bob.login);
    let gives_away = [
        "UPDATE class SET version = version + 1",
        "DELETE FROM seat WHERE number = 2",
        &format!("UPDATE seat SET account_id = ({account}), signed_in_at = NULL WHERE number = 1"),
    ];
    opens_set_up_while(&app, late, &gives_away).await;
    assert_eq!(
        number(&app, "SELECT COUNT(*) FROM seat WHERE setup_opened_at IS NOT NULL").await,
        0
    );
}

async fn the_secret_of_one_student_connects_no_other_student(app: TestApp) {
    let class = app.class_of(2).await;
    let [ada, bob] = &class.seats[..] else { panic!() };
    let (first, second) = (app.browser(), app.browser());
    first.signs_in(ada).await;
    second.signs_in(bob).await;
    let hers = first.opens_set_up().await;
    second.opens_set_up().await;
    assert_eq!(
        second.gives_set_up_code(&hers.code_at(app.now())).await.refusal(),
        Refusal::CodeWrong
    );
    assert_eq!((class.badges(ada).await, class.badges(bob).await), (2, 2));
}
