//! Tests of the exercise with codes by message: students practise after stage 4 with a practice phone and earn a badge.

use crate::{
    common::{message_codes::*, *},
    on_every_database,
};
use domain::{exercises::Exercise, refusal::Refusal, view::ServerView};

on_every_database!(
    a_student_earns_the_badge_and_no_message_leaves_the_server,
    the_exercise_needs_the_teacher_s_permission_and_the_fourth_stage,
    a_password_alone_reads_no_message,
    a_reset_seat_has_no_practice_phone,
    an_administrator_sees_which_key_sealed_a_practice_code,
);

/// A student who has finished all four stages.
async fn finished(app: &TestApp, class: &Class, number: usize) -> (Browser, Secret) {
    let student = app.browser();
    let seat = &class.seats[number];
    let (secret, _) = student.connects(seat).await;
    assert!(student.signs_in_with_code(seat, &secret).await.is_done());
    (student, secret)
}

/// The code of the newest message of this kind. Messages of the other kind are left out, because the list does not
/// order two messages of the same microsecond.
async fn newest(student: &Browser, kind: &str) -> String {
    let got = student.practice_phone().await.unwrap().messages;
    let message = got.into_iter().find(|message| message.by.code() == kind);
    message.unwrap().code
}

async fn connects(student: &Browser, kind: &str) {
    let sent = student.calls("/set-up/send", &[("kind", kind)]).await;
    assert!(sent.is_done(), "{}", sent.body);
    let code = newest(student, kind).await;
    let connected = student.calls("/set-up/message", &[("code", &code)]).await;
    assert!(connected.is_done(), "{}", connected.body);
}

async fn a_student_earns_the_badge_and_no_message_leaves_the_server(app: TestApp) {
    let class = app.class_of(2).await;
    class.sets_gate(Exercise::Messages, "open").await;
    assert!(class.board().await.lesson.is_open(Exercise::Messages));
    let seat = &class.seats[0];
    let (student, secret) = finished(&app, &class, 0).await;
    assert!(student.practice_phone().await.is_none());
    assert!(student.calls("/phone/take", &[]).await.is_done());
    let phone = student.practice_phone().await.unwrap();
    assert_eq!(phone.login, seat.login);
    assert!(phone.number.starts_with("+999") && phone.messages.is_empty());
    let page = student.opens("/set-up/sms").await;
    assert!(page.says(&phone.number));
    for kind in ["sms", "email"] {
        connects(&student, kind).await;
    }
    assert_eq!(class.exercise(seat, Exercise::Messages).await, (None, 0), "not yet");
    app.waits(PAUSE);
    student.signs_out().await;
    assert!(student.signs_in(seat).await.is_done());
    assert_eq!(student.challenge().await.factors.len(), 3);
    assert!(student.requests_code("sms").await.is_done());
    let code = newest(&student, "sms").await;
    assert!(student.opens("/phone/messages").await.says(&code));
    let version = class.version().await;
    assert!(student.gives_message_code("sms", &code).await.is_done());
    assert!(class.version().await > version);
    let passed = (Some(app.now()), 1);
    assert_eq!(class.exercise(seat, Exercise::Messages).await, passed);
    assert_eq!(class.badges(seat).await, 4);
    assert!(app.texts().await.is_empty() && app.mails().await.is_empty());
    assert_eq!(app.count("mail").await, 0);
    // The badge keeps the time of the first sign-in, and the authenticator app still works.
    app.waits(600);
    assert!(student.practice_phone().await.unwrap().messages.is_empty());
    assert!(app.browser().signs_in_with_code(seat, &secret).await.is_done());
    class.sets_gate(Exercise::Messages, "off").await;
    assert_eq!(class.exercise(seat, Exercise::Messages).await, passed);
    assert!(student.practice_phone().await.is_none());
}

async fn the_exercise_needs_the_teacher_s_permission_and_the_fourth_stage(app: TestApp) {
    // The setting that offers these factors to members has no effect on students.
    let app = app.offering_messages();
    let class = app.class_of(2).await;
    let (student, _) = finished(&app, &class, 0).await;
    let nothing = async |student: &Browser| {
        for kind in ["sms", "email"] {
            assert_eq!(
                student.calls("/set-up/send", &[("kind", kind)]).await.refusal(),
                Refusal::NotFound
            );
            assert_eq!(student.gets(&format!("/set-up/{kind}")).await.status, 404);
        }
        assert_eq!(student.calls("/phone/take", &[]).await.refusal(), Refusal::NotFound);
    };
    nothing(&student).await;
    class.sets_gate(Exercise::Messages, "open").await;
    let beginner = app.browser();
    beginner.connects(&class.seats[1]).await;
    nothing(&beginner).await;
    assert!(student.calls("/phone/take", &[]).await.is_done());
    assert!(class.action("pause", &[]).await.is_done());
    assert_eq!(
        student.calls("/set-up/send", &[("kind", "sms")]).await.refusal(),
        Refusal::ClassPaused
    );
    let other = app.class_of(1).await;
    assert_eq!(
        class
            .action_by(&other.teacher, "lesson", &[("gates[messages]", "open")])
            .await
            .refusal(),
        Refusal::NotFound
    );
}

async fn a_password_alone_reads_no_message(app: TestApp) {
    let class = app.class_of(2).await;
    class.sets_gate(Exercise::Messages, "open").await;
    let seat = &class.seats[0];
    let (student, _) = finished(&app, &class, 0).await;
    student.calls("/phone/take", &[]).await;
    connects(&student, "sms").await;
    app.waits(PAUSE);
    let thief = app.browser();
    thief.signs_in(seat).await;
    assert!(thief.requests_code("sms").await.is_done());
    assert!(thief.practice_phone().await.is_none());
    // The practice phone of another student gets only the messages to that student.
    let (neighbour, _) = finished(&app, &class, 1).await;
    neighbour.calls("/phone/take", &[]).await;
    assert!(neighbour.practice_phone().await.unwrap().messages.is_empty());
    assert_eq!(student.practice_phone().await.unwrap().messages.len(), 2);
    // A code is valid only in the session that requested it.
    let code = newest(&student, "sms").await;
    let half = app.browser();
    half.signs_in(seat).await;
    assert_eq!(
        half.gives_message_code("sms", &code).await.refusal(),
        Refusal::CodeExpired
    );
    assert!(!database_dump::contains_secret(&app.dump().await, &code));
}

async fn a_reset_seat_has_no_practice_phone(app: TestApp) {
    let class = app.class_of(1).await;
    class.sets_gate(Exercise::Messages, "open").await;
    let seat = &class.seats[0];
    let (student, _) = finished(&app, &class, 0).await;
    student.calls("/phone/take", &[]).await;
    connects(&student, "sms").await;
    class.seat_action(seat, "reset_factor").await;
    assert!(student.practice_phone().await.is_none());
    let view = class.seat(seat).await;
    assert_eq!((view.exercises, view.resets), (Vec::new(), 1));
    assert!(student.signs_in(seat).await.is_done());
    assert_eq!(app.count("message_code").await, 0);
    assert!(student.is_signed_in().await, "no factor is on");
}

async fn an_administrator_sees_which_key_sealed_a_practice_code(app: TestApp) {
    let root = app.administrator("root").await;
    let class = app.class_of(1).await;
    class.sets_gate(Exercise::Messages, "open").await;
    let (student, _) = finished(&app, &class, 0).await;
    assert!(student.calls("/phone/take", &[]).await.is_done());
    let sent = student.calls("/set-up/send", &[("kind", "sms")]).await;
    assert!(sent.is_done(), "{}", sent.body);
    let server: ServerView = root.browser.loads("/sfn/admin/server", &[]).await.json();
    let usage = app.stepwise.operations.key_usage().await.unwrap();
    assert_eq!(server.keys[0].sealed, usage["test"]);
}
