//! Tests of the nickname that a student without a card may give.

use super::free_seats::open;
use crate::{common::*, on_every_database};
use domain::refusal::Refusal;
use texts::Texts;

const EN: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    a_student_who_takes_a_seat_tells_the_teacher_who_it_is,
    a_nickname_that_is_too_long_takes_no_seat_and_stays_in_its_field,
    the_next_student_of_a_seat_does_not_inherit_the_nickname,
);

/// Takes a seat without scripts and gives a nickname.
pub(super) async fn takes(student: &Browser, code: &str, nickname: &str) -> Answer {
    let door = student.opens(&student.app.join_path(code)).await;
    assert!(door.says(EN.nickname_label()) && door.says(EN.nickname_hint()));
    let form = door.field("form");
    let fields = [("join_code", code), ("form", &form), ("nickname", nickname)];
    student.submits_and_follows("/join/seat", &fields).await
}

async fn a_student_who_takes_a_seat_tells_the_teacher_who_it_is(app: TestApp) {
    let open = open(&app, 2).await;
    let student = app.browser();
    let seat = takes(&student, &open.code, "  Анна <3 \u{202E}").await.seat().unwrap();
    let board = open.class.board().await;
    assert_eq!(board.seats[0].label.as_deref(), Some("Анна <3"));
    assert!(student.gives_password(&seat.login, &seat.password).await.is_done());
    // The student finds the number of the seat on the page; the nickname is for the teacher only.
    let lesson = student.opens("/lesson").await;
    assert!(lesson.says(&EN.help_seat(1)) && !lesson.says("Анна"));
    assert!(open.class.teacher.opens(&open.class.page()).await.says("Анна <3"));
    let other = app.browser();
    takes(&other, &open.code, " ").await;
    assert_eq!(open.class.board().await.seats[1].label, None);
}

async fn a_nickname_that_is_too_long_takes_no_seat_and_stays_in_its_field(app: TestApp) {
    let open = open(&app, 1).await;
    let student = app.browser();
    let long = "я".repeat(61);
    let refused = takes(&student, &open.code, &long).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.field("nickname"), long);
    assert!(open.class.board().await.seats[0].is_free());
    let form = refused.field("form");
    let fields = [("join_code", open.code.as_str()), ("form", &form), ("nickname", &long)];
    let called = student.calls("/join/seat", &fields).await;
    assert_eq!(called.refusal(), Refusal::LabelTooLong { most: 60 });
}

async fn the_next_student_of_a_seat_does_not_inherit_the_nickname(app: TestApp) {
    let open = open(&app, 1).await;
    takes(&app.browser(), &open.code, "Anna").await;
    open.class.seat_action(&open.class.seats[0], "take_back").await;
    let seat = open.class.board().await.seats[0].clone();
    assert!(seat.is_free() && seat.label.is_none());
}
