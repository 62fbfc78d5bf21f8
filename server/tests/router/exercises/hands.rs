//! Tests of the raised hand: the button of the student, the hints, and the board of the teacher.

use super::finished;
use crate::{common::*, on_every_database};
use domain::{
    exercises::Exercise,
    hand::{Hand, Hint},
    refusal::Refusal,
    seat_failure::SeatFailure,
    stage::Stage,
};
use texts::Texts;

const ENGLISH: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    a_student_raises_a_hand_and_gets_two_hints,
    a_student_without_a_code_asks_for_help_at_the_sign_in,
    fifty_presses_at_once_give_one_hint,
    a_student_in_an_exercise_gets_a_hint_for_it,
    a_hand_goes_down_with_its_student,
);

async fn hand(class: &Class, seat: &Seat) -> Option<Hand> {
    class.seat(seat).await.hand
}

async fn raises(student: &Browser, hints: &str) {
    let raised = student
        .calls("/lesson/hand", &[("from", "/set-up"), ("hints", hints)])
        .await;
    assert!(raised.is_done(), "{}", raised.body);
}

async fn a_student_raises_a_hand_and_gets_two_hints(app: TestApp) {
    let class = app.class_of(2).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.signs_in(seat).await;
    assert!(student.opens("/lesson").await.says(ENGLISH.hand_raise()));
    let secret = student.opens_set_up().await;
    let raised = app.now();
    let pressed = student
        .submits("/lesson/hand", &[("from", "/set-up"), ("hints", "0")])
        .await;
    assert_eq!(
        pressed.leads_to(),
        "/set-up",
        "without scripts the student stays on the page"
    );
    let first = hand(&class, seat).await.unwrap();
    assert_eq!(
        (first.raised, first.hints, first.hint),
        (raised, 1, Hint::Stage(Stage::Connected))
    );
    assert!(student.opens("/lesson").await.says(ENGLISH.hint_connect()));
    app.waits(60);
    assert_eq!(
        student.gives_set_up_code(&secret.wrong_code(app.now())).await.refusal(),
        Refusal::CodeWrong
    );
    raises(&student, "1").await;
    let second = hand(&class, seat).await.unwrap();
    assert_eq!(second.raised, raised, "the hand keeps its place in the order of calls");
    assert_eq!((second.hints, second.hint), (2, Hint::Failure(SeatFailure::WrongCode)));
    let page = student.opens("/lesson").await;
    assert!(page.says(ENGLISH.hint_wrong_code()) && !page.says(ENGLISH.hand_another()));
    raises(&student, "2").await;
    assert_eq!(hand(&class, seat).await.unwrap(), second, "there is no third hint");
    let seat_page = class
        .teacher
        .opens(&format!("{}/seats/{}", class.page(), seat.number))
        .await;
    assert!(seat_page.says(ENGLISH.hint_wrong_code()) && seat_page.says(ENGLISH.hand_helped()));
    class.seat_action(seat, "helped").await;
    assert_eq!(hand(&class, seat).await, None);
    raises(&student, "0").await;
    assert_eq!(hand(&class, seat).await.unwrap().hints, 1);
    let down = student
        .submits("/lesson/hand-down", &[("from", "https://example.org/")])
        .await;
    assert_eq!(down.leads_to(), "/lesson");
    assert_eq!(hand(&class, seat).await, None);
}

async fn a_student_without_a_code_asks_for_help_at_the_sign_in(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    app.browser().connects(seat).await;
    let half = app.browser();
    half.signs_in(seat).await;
    let pressed = half.submits("/sign-in/hand", &[("hints", "0")]).await;
    assert_eq!(pressed.leads_to(), "/sign-in/code");
    assert_eq!(hand(&class, seat).await.unwrap().hint, Hint::Stage(Stage::SignedIn2fa));
    let stranger = app
        .browser()
        .calls("/lesson/hand", &[("from", "/lesson"), ("hints", "0")])
        .await;
    assert_eq!(stranger.refusal(), Refusal::SignInFirst);
    assert!(half.opens("/sign-in/code").await.says(ENGLISH.hint_sign_in()));
    let other = half.calls("/lesson/hand", &[("from", "/lesson"), ("hints", "1")]).await;
    assert_eq!(
        other.refusal(),
        Refusal::SignInFirst,
        "a password alone opens nothing else"
    );
    assert!(class.action("end", &[]).await.is_done());
    let late = half.calls("/sign-in/hand", &[("hints", "1")]).await;
    assert_eq!(late.refusal(), Refusal::ClassEnded);
}

async fn fifty_presses_at_once_give_one_hint(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let presses: Vec<_> = (0..50)
        .map(|_| {
            let student = student.copied();
            tokio::spawn(async move {
                student
                    .calls("/lesson/hand", &[("from", "/lesson"), ("hints", "0")])
                    .await
                    .is_done()
            })
        })
        .collect();
    for press in presses {
        assert!(press.await.unwrap());
    }
    assert_eq!(hand(&class, &class.seats[0]).await.unwrap().hints, 1);
}

async fn a_student_in_an_exercise_gets_a_hint_for_it(app: TestApp) {
    let class = app.class_of(1).await;
    class.sets_gate(Exercise::Recovery, "open").await;
    let (student, ..) = finished(&app, &class, 0).await;
    let page = student.opens("/lesson/recovery").await;
    assert!(page.says(ENGLISH.hand_raise()));
    let pressed = student
        .submits("/lesson/hand", &[("from", "/lesson/recovery"), ("hints", "0")])
        .await;
    assert_eq!(pressed.leads_to(), "/lesson/recovery");
    assert!(student.opens("/lesson/recovery").await.says(ENGLISH.hint_recovery()));
    raises(&student, "1").await;
    assert!(student.opens("/lesson").await.says(ENGLISH.hint_recovery_more()));
}

async fn a_hand_goes_down_with_its_student(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.signs_in(seat).await;
    raises(&student, "0").await;
    class.seat_action(seat, "free").await;
    assert_eq!(hand(&class, seat).await, None);
    assert_eq!(
        student
            .calls("/lesson/hand", &[("from", "/lesson"), ("hints", "0")])
            .await
            .refusal(),
        Refusal::SignInFirst
    );
}
