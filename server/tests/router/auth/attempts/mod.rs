//! Tests of the protocol for guesses at a code, for all kinds of guesses: counting, locking, accepting, recording.

mod kinds;
mod scenes;

use crate::{
    always_on_every_database,
    common::{admin::*, *},
    on_every_database,
};
use domain::{audit::AuditKind, exercises::Exercise, refusal::Refusal, seat_failure::SeatFailure, time::Timestamp};
use kinds::Guess;
use scenes::{Scene, WRONG_RECOVERY_CODE};
use std::time::Duration;

on_every_database!(
    the_sixth_wrong_guess_locks_and_a_locked_right_code_is_not_used_up,
    a_right_guess_clears_the_count,
    a_used_or_expired_code_is_not_counted,
    the_history_of_a_member_has_wrong_guesses_except_those_of_a_set_up,
    the_board_shows_wrong_guesses_and_locks_of_students,
);

always_on_every_database!(
    of_thirty_guesses_at_once_six_are_checked,
    a_right_code_in_ten_requests_at_once_is_accepted_once,
);

/// The pause after the sixth wrong guess, in seconds.
const PAUSE_AFTER_SIX: u64 = 60;

async fn administrator(app: &TestApp) -> Admin {
    app.offering_messages().administrator("root").await
}

fn unlocked_at(app: &TestApp) -> Timestamp {
    app.now().after(Duration::from_secs(PAUSE_AFTER_SIX))
}

async fn the_sixth_wrong_guess_locks_and_a_locked_right_code_is_not_used_up(app: TestApp) {
    let root = administrator(&app).await;
    for guess in Guess::ALL {
        let scene = Scene::of_member(&root, guess).await;
        scene.guesses_wrong(6).await;
        let until = unlocked_at(&app);
        assert_eq!(scene.wrong().await.refusal(), Refusal::Locked { until }, "{guess:?}");
        assert_eq!(scene.right().await.refusal(), Refusal::Locked { until }, "{guess:?}");
        app.waits(PAUSE_AFTER_SIX);
        let accepted = scene.right().await;
        assert!(accepted.is_done(), "{guess:?} {}", accepted.body);
    }
}

async fn a_right_guess_clears_the_count(app: TestApp) {
    let root = administrator(&app).await;
    for guess in Guess::ALL {
        let scene = Scene::of_member(&root, guess).await;
        scene.guesses_wrong(5).await;
        let accepted = scene.right().await;
        assert!(accepted.is_done(), "{guess:?} {}", accepted.body);
        // All kinds of guesses at the codes of one account increase the same counter.
        let next = scene.user.gives_password().await;
        for n in 1..=6 {
            let refusal = next.gives_recovery_code(WRONG_RECOVERY_CODE).await.refusal();
            assert_eq!(refusal, Refusal::RecoveryCodeWrong, "{guess:?} {n}");
        }
        let until = unlocked_at(&app);
        let seventh = next.gives_recovery_code(WRONG_RECOVERY_CODE).await;
        assert_eq!(seventh.refusal(), Refusal::Locked { until }, "{guess:?}");
    }
}

async fn of_thirty_guesses_at_once_six_are_checked(app: TestApp) {
    let root = administrator(&app).await;
    for guess in Guess::ALL {
        let scene = Scene::of_member(&root, guess).await;
        let answers = scene.sends_at_once(30, false).await;
        let refusals: Vec<_> = answers.iter().map(Answer::refusal).collect();
        let checked = refusals.iter().filter(|refusal| **refusal == guess.refusal());
        assert_eq!(checked.count(), 6, "{guess:?}");
        let until = unlocked_at(&app);
        let locked = refusals.iter().filter(|refusal| **refusal == Refusal::Locked { until });
        assert_eq!(locked.count(), 24, "{guess:?} {refusals:?}");
    }
}

async fn a_right_code_in_ten_requests_at_once_is_accepted_once(app: TestApp) {
    let root = administrator(&app).await;
    for guess in Guess::ALL {
        let scene = Scene::of_member(&root, guess).await;
        let (accepted, refused): (Vec<_>, Vec<_>) = scene
            .sends_at_once(10, true)
            .await
            .into_iter()
            .partition(Answer::is_done);
        assert_eq!(accepted.len(), 1, "{guess:?}");
        for answer in refused {
            assert!(answer.status.is_client_error(), "{guess:?} {}", answer.body);
        }
    }
}

async fn a_used_or_expired_code_is_not_counted(app: TestApp) {
    let root = administrator(&app).await;
    for guess in Guess::WITH_STALE_CODES {
        let mut scene = Scene::of_member(&root, guess).await;
        scene.makes_code_stale().await;
        for n in 1..=7 {
            let refusal = scene.right().await.refusal();
            let is_stale = matches!(refusal, Refusal::CodeUsed { .. } | Refusal::CodeExpired);
            assert!(is_stale, "{guess:?} {n} {refusal}");
        }
        scene.gets_another_code().await;
        scene.guesses_wrong(5).await;
        let accepted = scene.right().await;
        assert!(accepted.is_done(), "{guess:?} {}", accepted.body);
    }
}

async fn the_history_of_a_member_has_wrong_guesses_except_those_of_a_set_up(app: TestApp) {
    let root = administrator(&app).await;
    for guess in Guess::ALL {
        let scene = Scene::of_member(&root, guess).await;
        scene.guesses_wrong(6).await;
        assert!(
            matches!(scene.right().await.refusal(), Refusal::Locked { .. }),
            "{guess:?}"
        );
        let events = root.opens_account(&scene.user.name).await.events;
        let wrong = events.iter().filter(|event| event.kind == AuditKind::WrongCode);
        assert_eq!(wrong.count(), if guess.is_set_up() { 0 } else { 6 }, "{guess:?}");
    }
}

async fn the_board_shows_wrong_guesses_and_locks_of_students(app: TestApp) {
    let class = app.class_of(5).await;
    class.sets_gate(Exercise::Messages, "open").await;
    for (guess, seat) in Guess::OF_STUDENTS.into_iter().zip(&class.seats) {
        let scene = Scene::of_student(&app, seat, guess).await;
        let shown = async || {
            let failure = class.seat(seat).await.failure.unwrap();
            (failure.why, failure.locked_until)
        };
        scene.guesses_wrong(5).await;
        assert_eq!(shown().await, (guess.seat_failure(), None), "{guess:?}");
        scene.guesses_wrong(1).await;
        let until = unlocked_at(&app);
        assert_eq!(shown().await, (guess.seat_failure(), Some(until)), "{guess:?}");
        assert_eq!(scene.right().await.refusal(), Refusal::Locked { until }, "{guess:?}");
        assert_eq!(shown().await, (SeatFailure::Locked, Some(until)), "{guess:?}");
    }
}
