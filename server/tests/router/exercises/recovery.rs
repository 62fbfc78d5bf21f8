//! Tests of the exercise *lost phone*: recovery code, new authenticator, sign-in with it.

use super::finished;
use crate::{common::*, on_every_database};
use domain::{
    exercises::{Exercise, recovery::RecoveryStep},
    refusal::Refusal,
    view::RecoveryView,
};
use texts::Texts;

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    a_student_who_has_lost_the_phone_comes_back_and_earns_the_badge,
    without_the_exercise_a_recovery_code_replaces_no_phone,
    only_the_three_events_in_order_earn_the_badge,
    a_student_who_waits_too_long_comes_in_with_another_code,
    a_reset_of_the_teacher_lets_the_student_do_it_again,
);

#[derive(serde::Deserialize)]
struct Page {
    view: RecoveryView,
    may_connect: bool,
}

async fn page(student: &Browser) -> Page {
    student.loads("/sfn/recovery-exercise", &[]).await.json()
}

/// Signs in with a recovery code.
async fn gets_in(student: &Browser, seat: &Seat, code: &str) {
    student.signs_out().await;
    assert!(student.signs_in(seat).await.is_done());
    let done = student.gives_recovery_code(code).await;
    assert!(done.is_done(), "{}", done.body);
}

/// Connects a new authenticator in a session that may do so.
async fn connects_another(student: &Browser) -> Secret {
    let secret = student.opens_set_up().await;
    student.app.waits(30);
    let connected = student.gives_set_up_code(&secret.code_at(student.app.now())).await;
    assert!(connected.is_done(), "{}", connected.body);
    assert!(student.calls("/set-up/saved", &[]).await.is_done());
    secret
}

async fn a_student_who_has_lost_the_phone_comes_back_and_earns_the_badge(app: TestApp) {
    let class = app.class_of(2).await;
    class.sets_gate(Exercise::Recovery, "open").await;
    let seat = &class.seats[0];
    let (student, lost, codes) = finished(&app, &class, 0).await;
    assert!(
        student
            .opens("/lesson/recovery")
            .await
            .says(ENGLISH.lost_phone_step_code_text())
    );
    assert_eq!(page(&student).await.view.step, None);

    gets_in(&student, seat, &codes[0]).await;
    let now = page(&student).await;
    assert_eq!((now.view.step, now.may_connect), (Some(RecoveryStep::CodeUsed), true));
    assert_eq!(now.view.recovery_codes_left, 9);
    assert_eq!(class.exercise(seat, Exercise::Recovery).await, (None, 1));

    let version = class.version().await;
    let new = connects_another(&student).await;
    assert_ne!(new.code_at(app.now()), lost.code_at(app.now()));
    assert_eq!(page(&student).await.view.step, Some(RecoveryStep::Connected));
    assert!(class.version().await > version);

    student.signs_out().await;
    assert!(student.signs_in(seat).await.is_done());
    app.waits(30);
    let dead = student.gives_code(&lost.code_at(app.now())).await;
    assert_eq!(dead.refusal(), Refusal::CodeWrong, "the lost phone opens nothing");
    assert!(student.gives_code(&new.code_at(app.now())).await.is_done());
    assert_eq!(class.exercise(seat, Exercise::Recovery).await, (Some(app.now()), 1));
    assert_eq!(class.badges(seat).await, 4);
    assert_eq!(class.seat(seat).await.failure, None);
    let passed = student.opens("/lesson/recovery").await;
    assert!(passed.says(ENGLISH.exercises_recovery_learned()) && passed.says(ENGLISH.lost_phone_home()));
    let finish = student.opens("/lesson").await;
    assert!(finish.says(ENGLISH.lesson_finish_title()) && finish.says(ENGLISH.exercises_recovery_learned()));
    // The badge keeps its time, whatever the teacher does with the gate.
    let at = app.now();
    app.waits(600);
    class.sets_gate(Exercise::Recovery, "later").await;
    class.sets_gate(Exercise::Recovery, "off").await;
    assert_eq!(class.exercise(seat, Exercise::Recovery).await, (Some(at), 1));
    assert_eq!(class.exercise(&class.seats[1], Exercise::Recovery).await, (None, 0));
    // The step of the exercise is sealed in the database.
    assert!(!app.dump().await.contains("code_used"));
}

async fn without_the_exercise_a_recovery_code_replaces_no_phone(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let (student, _, codes) = finished(&app, &class, 0).await;
    for (n, gate) in ["off", "later"].into_iter().enumerate() {
        class.sets_gate(Exercise::Recovery, gate).await;
        gets_in(&student, seat, &codes[n]).await;
        assert_eq!(
            student.calls("/sfn/set-up", &[]).await.refusal(),
            Refusal::AlreadyConnected
        );
    }
    assert_eq!(class.exercise(seat, Exercise::Recovery).await, (None, 0));
}

async fn only_the_three_events_in_order_earn_the_badge(app: TestApp) {
    let class = app.class_of(1).await;
    class.sets_gate(Exercise::Recovery, "open").await;
    let seat = &class.seats[0];
    let (student, secret, codes) = finished(&app, &class, 0).await;
    // A sign-in with the old phone after a recovery code is no new phone.
    gets_in(&student, seat, &codes[0]).await;
    student.signs_out().await;
    assert!(student.signs_in_with_code(seat, &secret).await.is_done());
    assert_eq!(class.exercise(seat, Exercise::Recovery).await, (None, 1));
    assert!(!page(&student).await.may_connect);
    assert_eq!(
        student.calls("/sfn/set-up", &[]).await.refusal(),
        Refusal::AlreadyConnected
    );
    // A wrong recovery code is no event.
    student.signs_out().await;
    student.signs_in(seat).await;
    assert_eq!(
        student.gives_recovery_code("aaaa-aaaa-aaaa-aaaa").await.refusal(),
        Refusal::RecoveryCodeWrong
    );
    assert_eq!(class.exercise(seat, Exercise::Recovery).await, (None, 1));
    // While the class is paused nothing counts.
    assert!(class.action("pause", &[]).await.is_done());
    assert!(student.gives_recovery_code(&codes[1]).await.is_done());
    assert_eq!(class.exercise(seat, Exercise::Recovery).await, (None, 1));
    assert!(!page(&student).await.may_connect);
}

async fn a_student_who_waits_too_long_comes_in_with_another_code(app: TestApp) {
    let class = app.class_of(1).await;
    class.sets_gate(Exercise::Recovery, "open").await;
    let seat = &class.seats[0];
    let (student, _, codes) = finished(&app, &class, 0).await;
    gets_in(&student, seat, &codes[0]).await;
    app.waits(16 * 60);
    assert!(!page(&student).await.may_connect);
    assert!(
        student
            .opens("/lesson/recovery")
            .await
            .says(ENGLISH.lost_phone_step_connect_late())
    );
    gets_in(&student, seat, &codes[1]).await;
    let secret = connects_another(&student).await;
    student.signs_out().await;
    assert!(student.signs_in_with_code(seat, &secret).await.is_done());
    assert!(class.exercise(seat, Exercise::Recovery).await.0.is_some());
}

async fn a_reset_of_the_teacher_lets_the_student_do_it_again(app: TestApp) {
    let class = app.class_of(1).await;
    class.sets_gate(Exercise::Recovery, "open").await;
    let seat = &class.seats[0];
    let (student, _, codes) = finished(&app, &class, 0).await;
    gets_in(&student, seat, &codes[0]).await;
    class.seat_action(seat, "reset_factor").await;
    assert_eq!(class.exercise(seat, Exercise::Recovery).await, (None, 0));
    assert_eq!(app.count("exercise_progress").await, 0);
    class.seat_action(seat, "free").await;
    class.seat_action(seat, "remove").await;
    assert_eq!(app.count("exercise_progress").await, 0);
}
