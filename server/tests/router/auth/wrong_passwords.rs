//! Tests of wrong passwords. Tests of wrong codes are in `wrong_codes`.

use crate::{always_on_every_database, common::member::*, common::*, on_every_database};
use domain::{refusal::Refusal, seat_failure::SeatFailure, validate::MAX_NAME, view::SeatView};
use sea_orm::{ConnectionTrait, Statement};
use std::time::Duration;

on_every_database!(
    the_sixth_wrong_password_locks_for_a_minute_and_the_right_one_too,
    pauses_grow_until_the_right_password_resets_them,
    neither_another_browser_nor_a_restart_unlocks,
    thirty_students_behind_one_address_do_not_lock_each_other,
    wrong_codes_of_thirty_students_behind_one_address_do_not_lock_each_other,
    guesses_elsewhere_do_not_lock_a_browser_that_signed_in_before,
    the_teacher_sees_the_lock_and_can_unlock,
    a_lock_that_the_board_has_forgotten_is_shown_again,
    a_reset_after_a_lost_phone_ends_the_lock_of_the_password,
    the_teacher_can_unlock_a_browser_that_signed_in_before,
    all_names_of_an_account_share_one_budget,
    a_browser_that_signed_in_before_may_give_the_other_name,
);

always_on_every_database!(
    simultaneous_guesses_are_counted_one_by_one,
    names_with_other_accents_or_characters_are_other_names,
    an_unlock_applies_to_every_spelling_of_the_name,
);

async fn fails(app: &TestApp, seat: &Seat, times: u32) {
    for n in 0..times {
        let answer = app.browser().gives_password(&seat.login, &format!("wrong-{n}")).await;
        assert_eq!(answer.refusal(), Refusal::SignInFailed, "try {n}");
    }
}

async fn is_locked_for(browser: &Browser, seat: &Seat, seconds: u64) {
    let until = browser.app.now().after(Duration::from_secs(seconds));
    assert_eq!(browser.signs_in(seat).await.refusal(), Refusal::Locked { until });
}

async fn the_sixth_wrong_password_locks_for_a_minute_and_the_right_one_too(app: TestApp) {
    let class = app.class_of(2).await;
    let [first, second] = &class.seats[..] else { panic!() };
    fails(&app, first, 5).await;
    assert!(app.browser().signs_in(first).await.is_done());
    fails(&app, second, 6).await;
    is_locked_for(&app.browser(), second, 60).await;
    app.waits(59);
    is_locked_for(&app.browser(), second, 1).await;
    app.waits(1);
    assert!(app.browser().signs_in(second).await.is_done());
}

async fn pauses_grow_until_the_right_password_resets_them(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    fails(&app, seat, 5).await;
    for minutes in [1, 2, 4, 8, 15, 15] {
        fails(&app, seat, 1).await;
        is_locked_for(&app.browser(), seat, minutes * 60).await;
        // An attempt during the lockout does not prolong it.
        is_locked_for(&app.browser(), seat, minutes * 60).await;
        app.waits(minutes * 60);
    }
    assert!(app.browser().signs_in(seat).await.is_done());
    fails(&app, seat, 5).await;
    assert!(app.browser().signs_in(seat).await.is_done());
}

async fn neither_another_browser_nor_a_restart_unlocks(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    fails(&app, seat, 6).await;
    is_locked_for(&app.browser().from([192, 0, 2, 1]).speaking("fr"), seat, 60).await;
    is_locked_for(&app.restarted().browser(), seat, 60).await;
    for spelling in [seat.login.to_uppercase(), format!("  {}", seat.login)] {
        let seat = Seat {
            login: spelling,
            ..seat.clone()
        };
        is_locked_for(&app.browser(), &seat, 60).await;
    }
}

async fn thirty_students_behind_one_address_do_not_lock_each_other(app: TestApp) {
    let class = app.class_of(30).await;
    let tries = class.seats.iter().map(|seat| {
        let (app, seat) = (app.clone(), seat.clone());
        tokio::spawn(async move {
            for _ in 0..5 {
                let answer = app.browser().gives_password(&seat.login, "wrong").await;
                assert_eq!(answer.refusal(), Refusal::SignInFailed);
            }
            assert!(app.browser().signs_in(&seat).await.is_done());
        })
    });
    for done in tries.collect::<Vec<_>>() {
        done.await.unwrap();
    }
}

/// Five wrong codes for each seat are 150 from one address, and every right code after them is accepted.
async fn wrong_codes_of_thirty_students_behind_one_address_do_not_lock_each_other(app: TestApp) {
    let class = app.class_of(30).await;
    let mut connected = Vec::new();
    for seat in &class.seats {
        connected.push((seat.clone(), app.browser().connects(seat).await.0));
    }
    app.waits(60);
    let tries = connected.into_iter().map(|(seat, secret)| {
        let app = app.clone();
        tokio::spawn(async move {
            let student = app.browser();
            student.signs_in(&seat).await;
            for _ in 0..5 {
                let answer = student.gives_code(&secret.wrong_code(app.now())).await;
                assert_eq!(answer.refusal(), Refusal::CodeWrong);
            }
            assert!(student.gives_code(&secret.code_at(app.now())).await.is_done());
        })
    });
    for done in tries.collect::<Vec<_>>() {
        done.await.unwrap();
    }
}

async fn guesses_elsewhere_do_not_lock_a_browser_that_signed_in_before(app: TestApp) {
    let class = app.class_of(2).await;
    let [seat, neighbour] = &class.seats[..] else { panic!() };
    let student = app.browser();
    student.signs_in(seat).await;
    student.signs_out().await;
    fails(&app, seat, 6).await;
    is_locked_for(&app.browser(), seat, 60).await;
    assert!(student.signs_in(seat).await.is_done());
    student.signs_out().await;
    // The number of guesses in a known browser is limited too. For another user name, the browser is not known and has
    // no separate counter.
    for _ in 0..6 {
        assert_eq!(
            student.gives_password(&seat.login, "wrong").await.refusal(),
            Refusal::SignInFailed
        );
    }
    is_locked_for(&student, seat, 60).await;
    fails(&app, neighbour, 6).await;
    is_locked_for(&student, neighbour, 60).await;
}

/// The sixth wrong password locks the name, also if thirty passwords are sent at once.
async fn simultaneous_guesses_are_counted_one_by_one(app: TestApp) {
    let class = app.class_of(1).await;
    app.has_a_member("ada", "correct horse battery").await;
    for name in [class.seats[0].login.as_str(), "ada", "nobody-at-all"] {
        let guesses = (0..30).map(|n| {
            let (app, name) = (app.clone(), name.to_owned());
            tokio::spawn(async move {
                app.browser()
                    .gives_password(&name, &format!("wrong-{n}"))
                    .await
                    .refusal()
            })
        });
        let mut answers = Vec::new();
        for guess in guesses.collect::<Vec<_>>() {
            answers.push(guess.await.unwrap());
        }
        let looked_at = answers
            .iter()
            .filter(|answer| **answer == Refusal::SignInFailed)
            .count();
        let locked = answers
            .iter()
            .filter(|answer| matches!(answer, Refusal::Locked { .. }))
            .count();
        assert_eq!((looked_at, locked), (6, 24), "{name}: {answers:?}");
    }
}

async fn the_teacher_sees_the_lock_and_can_unlock(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    fails(&app, seat, 6).await;
    let until = app.now().after(Duration::from_secs(60));
    let shown = class
        .failure(seat, |seat| {
            seat.failure.is_some_and(|failure| failure.locked_until.is_some())
        })
        .await;
    let failure = shown.failure.unwrap();
    assert_eq!(failure.why, SeatFailure::WrongPassword);
    assert_eq!((failure.at, failure.locked_until), (app.now(), Some(until)));
    is_locked_for(&app.browser(), seat, 60).await;
    class.unlocks(seat).await;
    assert!(app.browser().signs_in(seat).await.is_done());
}

async fn the_teacher_can_unlock_a_browser_that_signed_in_before(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.signs_in(seat).await;
    student.signs_out().await;
    for _ in 0..6 {
        student.gives_password(&seat.login, "wrong").await;
    }
    is_locked_for(&student, seat, 60).await;
    class.unlocks(seat).await;
    assert!(student.signs_in(seat).await.is_done());
}

const ADDRESS: &str = "ada@school.example";

async fn all_names_of_an_account_share_one_budget(app: TestApp) {
    let ada = ada(&app).await;
    ada.browser.signs_out().await;
    let client = app.api_client();
    // This name is longer than the maximum. The server cuts it off, and the rest is `ada` with spaces at the end.
    let padded = format!("ada\u{3000}{}x", " ".repeat(MAX_NAME));
    let names = ["ada", ADDRESS, " ADA ", "Ada@School.example ", padded.as_str()];
    for name in names {
        let answer = app.browser().gives_password(name, "wrong").await;
        assert_eq!(answer.refusal(), Refusal::SignInFailed, "{name}");
    }
    // The sixth wrong password is sent over the API.
    let body = serde_json::json!({"username": ADDRESS, "password": "wrong", "security_code": "123456"});
    assert_eq!(client.posts("/auth-jwt/login", body).await.status, 401);
    let until = app.now().after(Duration::from_secs(60));
    for name in names {
        let answer = app.browser().gives_password(name, PASSWORD).await;
        assert_eq!(answer.refusal(), Refusal::Locked { until }, "{name}");
    }
    let body = serde_json::json!({"username": "ada", "password": PASSWORD, "security_code": "123456"});
    assert_eq!(client.posts("/auth-jwt/login", body).await.status, 429);
}

async fn a_browser_that_signed_in_before_may_give_the_other_name(app: TestApp) {
    let ada = ada(&app).await;
    ada.browser.signs_out().await;
    for _ in 0..6 {
        app.browser().gives_password("ada", "wrong").await;
    }
    for name in ["ada", ADDRESS] {
        let stranger = app.browser().gives_password(name, PASSWORD).await;
        assert!(matches!(stranger.refusal(), Refusal::Locked { .. }), "{name}");
        assert!(ada.browser.gives_password(name, PASSWORD).await.is_done(), "{name}");
        ada.browser.calls("/sign-in/cancel", &[]).await;
    }
}

/// MariaDB ignores accents, capitals and trailing spaces in comparisons; SQLite and PostgreSQL do not.
async fn names_with_other_accents_or_characters_are_other_names(app: TestApp) {
    ada(&app).await;
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let accented = seat.login.replacen(['a', 'e', 'i', 'o', 'u'], "\u{fc}", 1);
    for (name, password) in [
        ("\u{e0}da", PASSWORD),
        ("ad\u{e5}", PASSWORD),
        ("ada@school.\u{e9}xample", PASSWORD),
        ("ada\u{0}", PASSWORD),
        (accented.as_str(), seat.password.as_str()),
    ] {
        let answer = app.browser().gives_password(name, password).await;
        assert_eq!(answer.refusal(), Refusal::SignInFailed, "{name}");
    }
    assert!(app.browser().gives_password("ada", PASSWORD).await.is_done());
    assert!(app.browser().signs_in(seat).await.is_done());
}

async fn an_unlock_applies_to_every_spelling_of_the_name(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    for n in 0..6 {
        let name = if n % 2 == 0 {
            seat.login.to_uppercase()
        } else {
            format!(" {} ", seat.login)
        };
        app.browser().gives_password(&name, "wrong").await;
    }
    is_locked_for(&app.browser(), seat, 60).await;
    class.unlocks(seat).await;
    assert!(app.browser().signs_in(seat).await.is_done());
    // A new password resets the counter of wrong passwords. For a member, the mailed reset link does so too.
    for _ in 0..6 {
        app.browser().gives_password(&seat.login, "wrong").await;
    }
    let changed = class.seat_action(seat, "new_password").await;
    let password = changed.json::<app::server_fns::SeatActionDone>().password.unwrap();
    assert!(app.browser().gives_password(&seat.login, &password).await.is_done());
    ada(&app).await;
    for name in ["ada", ADDRESS, "ada", ADDRESS, "ada", ADDRESS] {
        app.browser().gives_password(name, "wrong").await;
    }
    assert!(app.browser().calls("/forgot", &[("username", "ada")]).await.is_done());
    let link = token(&app.mail_with(ADDRESS, "/forgot/").await, "/forgot/");
    let new = "another horse battery";
    let fields = [("token", link.as_str()), ("password", new), ("password_again", new)];
    let reset = app.browser().calls("/forgot/new-password", &fields).await;
    assert!(reset.is_done(), "{}", reset.body);
    assert!(app.browser().gives_password(ADDRESS, new).await.is_done());
}

async fn a_lock_that_the_board_has_forgotten_is_shown_again(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let here = app.browser();
    here.signs_in(seat).await;
    fails(&app, seat, 6).await;
    let is_locked = |seat: &SeatView| seat.failure.is_some_and(|failure| failure.why == SeatFailure::Locked);
    six_failures_are_counted(&app).await;
    // The next stage clears the failure, but not the lock.
    here.opens_set_up().await;
    class.failure(seat, |seat| seat.failure.is_none()).await;
    is_locked_for(&app.browser(), seat, 60).await;
    class.failure(seat, is_locked).await;
}

/// Waits for the tasks that write the failures after the answers: a late one would show its failure again.
async fn six_failures_are_counted(app: &TestApp) {
    for _ in 0..500 {
        let query = Statement::from_string(app.db.backend(), "SELECT failures FROM seat");
        let row = app.db.migration_connection().query_one_raw(query).await.unwrap();
        if row.unwrap().try_get_by_index::<i32>(0).unwrap() == 6 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the failures were not written");
}

async fn a_reset_after_a_lost_phone_ends_the_lock_of_the_password(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    app.browser().connects(seat).await;
    fails(&app, seat, 6).await;
    is_locked_for(&app.browser(), seat, 60).await;
    class.seat_action(seat, "reset_factor").await;
    assert!(app.browser().signs_in(seat).await.is_done());
}
