//! The students of the tour: one joins with the class code and passes the four stages, one practises with messages.

use crate::common::{message_codes::*, *};
use domain::{class::ClassState, exercises::Exercise, view::LessonState};

/// A browser that has taken a seat, with the login that the page shows.
pub async fn joined(class: &Class) -> (Browser, Seat) {
    let app = &class.teacher.app;
    let (browser, code) = (app.browser(), class.join_code().await);
    browser.visits("/join").await;
    browser.reads("/sfn/join-entry", &[]).await;
    browser.does("/join", &[("join_code", &code)]).await;
    browser.reads("/sfn/join", &[("join_code", &code)]).await;
    let door = browser.visits(&app.join_path(&code)).await;
    let form = door.field("form");
    browser
        .does("/join/seat", &[("join_code", &code), ("form", &form)])
        .await;
    let shown = browser.visits(&app.join_path(&code)).await.seat().unwrap();
    let seats = class.board().await.seats;
    let seat = seats.into_iter().find(|seat| seat.login == shown.login).unwrap();
    let seat = Seat {
        number: seat.number,
        login: shown.login,
        password: shown.password,
    };
    (browser, seat)
}

pub async fn a_student_passes_the_lesson(class: &Class) {
    let app = &class.teacher.app;
    let mut board = class.follows().await;
    let (student, seat) = joined(class).await;
    student.visits("/sign-in").await;
    student.reads("/sfn/door", &[]).await;
    assert!(!student.gives_password(&seat.login, "wrong-otter-0000").await.is_done());
    assert!(student.signs_in(&seat).await.is_done());
    student.visits("/lesson").await;
    let set = student.visits("/lesson/questions").await.field("set");
    let answers = [
        "answers[q0]",
        "answers[q1]",
        "answers[q2]",
        "answers[q3]",
        "answers[q4]",
    ]
    .map(|name| (name, "0"));
    student
        .does(
            "/lesson/questions-answer",
            &[&[("phase", "before"), ("set", set.as_str())], &answers[..]].concat(),
        )
        .await;
    for data in ["lesson", "lesson-state", "who"] {
        student.reads(&format!("/sfn/{data}"), &[]).await;
    }
    let mut lesson = student.streams_lesson().await;
    let lesson: LessonState = serde_json::from_str(&lesson.next_named("state").await.data).unwrap();
    assert_eq!(lesson.state, ClassState::Open);
    student
        .does("/lesson/hand", &[("from", "/lesson"), ("hints", "0")])
        .await;
    assert!(class.seat(&seat).await.hand.is_some());
    student.does("/lesson/hand-down", &[("from", "/lesson")]).await;

    student.visits("/phone").await;
    student.visits("/set-up").await;
    student.does("/sfn/set-up", &[]).await;
    let secret = student.opens_set_up().await;
    assert!(!student.gives_set_up_code(&secret.wrong_code(app.now())).await.is_done());
    student.does("/set-up", &[("code", &secret.code_at(app.now()))]).await;
    student.visits("/set-up/recovery-codes").await;
    let codes = student.shown_codes().await.codes;
    student.does("/set-up/saved", &[]).await;
    student.does("/sign-out", &[]).await;
    student.visits("/sign-out").await;
    student.does("/sign-in/forget", &[]).await;

    student.signs_in(&seat).await;
    student.does("/sign-in/cancel", &[]).await;
    student.signs_in(&seat).await;
    student.visits("/sign-in/code").await;
    student.reads("/sfn/challenge", &[]).await;
    student.does("/sign-in/hand", &[("hints", "0")]).await;
    class.seat_action(&seat, "helped").await;
    assert!(!student.gives_code(&secret.wrong_code(app.now())).await.is_done());
    app.waits(30);
    student
        .does("/sign-in/code", &[("code", &secret.code_at(app.now()))])
        .await;
    for page in ["", "/certificate", "/family-sheet"] {
        student.visits(&format!("/lesson{page}")).await;
    }
    assert_eq!(class.badges(&seat).await, 4);
    assert!(!board.next_named("changes").await.changes().seats.is_empty());

    let other = app.browser();
    other.signs_in(&seat).await;
    other
        .does("/sign-in/recovery-code", &[("recovery_code", &codes[0])])
        .await;
    assert!(other.is_signed_in().await);
}

pub async fn a_student_practises_with_messages(class: &Class) {
    let app = &class.teacher.app;
    let (student, seat) = joined(class).await;
    let (secret, _) = student.connects(&seat).await;
    assert!(student.signs_in_with_code(&seat, &secret).await.is_done());
    student.does("/phone/take", &[]).await;
    for kind in ["sms", "email"] {
        student.visits(&format!("/set-up/{kind}")).await;
        student.reads("/sfn/message-set-up", &[("kind", kind)]).await;
        student.does("/set-up/send", &[("kind", kind)]).await;
        let code = newest(&student, kind).await;
        student.does("/set-up/message", &[("code", &code)]).await;
    }
    student.visits("/phone/messages").await;
    app.waits(PAUSE);
    student.signs_in(&seat).await;
    student.does("/sign-in/send", &[("kind", "sms")]).await;
    let code = newest(&student, "sms").await;
    assert!(student.gives_message_code("sms", &code).await.is_done());
    assert!(class.exercise(&seat, Exercise::Messages).await.0.is_some());
    student.visits("/lesson/messages").await;
    student.reads("/sfn/messages-exercise", &[]).await;
    // A message leaves the server only if it goes to a member.
    assert!(app.texts().await.is_empty() && app.mails().await.is_empty());
}

/// The code of the newest message of this kind on the practice phone.
async fn newest(student: &Browser, kind: &str) -> String {
    let messages = student.practice_phone().await.unwrap().messages;
    let message = messages.into_iter().find(|message| message.by.code() == kind);
    message.unwrap().code
}
