//! Tests that a student learns why the page is another one than expected: after a reset, a new password, in a pause.

use crate::{common::*, on_every_database};
use texts::Texts;

const EN: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    a_student_whose_lost_phone_was_reset_learns_why_the_sign_in_is_back,
    a_student_with_a_new_password_learns_to_ask_for_it,
    the_main_button_of_a_student_is_off_during_a_pause,
);

/// Opens the lesson, which leads to the sign-in, and returns that page.
async fn is_sent_to_the_sign_in(student: &Browser) -> Answer {
    let sent = student.gets("/lesson").await;
    assert_eq!(sent.leads_to(), "/sign-in");
    student.opens("/sign-in").await
}

async fn a_student_whose_lost_phone_was_reset_learns_why_the_sign_in_is_back(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.connects(seat).await;
    class.seat_action(seat, "reset_factor").await;
    let page = is_sent_to_the_sign_in(&student).await;
    assert!(page.says(EN.sign_in_ended_reset_title()));
    assert!(page.says(&EN.sign_in_ended_reset_text(&seat.login)));
    assert_eq!(page.field("username"), seat.login);
    // A stranger learns nothing, and after the next sign-in there is nothing more to say.
    let stranger = app.browser().opens("/sign-in").await;
    assert!(!stranger.says(EN.sign_in_ended_reset_title()));
    assert!(student.signs_in(seat).await.is_done());
    student.signs_out().await;
    assert!(!student.opens("/sign-in").await.says(EN.sign_in_ended_reset_title()));
}

async fn a_student_with_a_new_password_learns_to_ask_for_it(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    student.signs_in(seat).await;
    class.seat_action(seat, "new_password").await;
    let page = is_sent_to_the_sign_in(&student).await;
    assert!(page.says(EN.sign_in_ended_title()) && page.says(&EN.sign_in_ended_text(&seat.login)));
    // The seat is removed: the login does not exist any more, so the page does not offer it.
    class.seat_action(seat, "remove").await;
    let page = student.opens("/sign-in").await;
    assert!(!page.says(&seat.login));
}

async fn the_main_button_of_a_student_is_off_during_a_pause(app: TestApp) {
    let class = app.class_of(2).await;
    let (first, last) = (app.browser(), app.browser());
    first.signs_in(&class.seats[0]).await;
    last.connects(&class.seats[1]).await;
    for paused in [true, false] {
        class.action(if paused { "pause" } else { "go_on" }, &[]).await;
        for student in [&first, &last] {
            let page = student.opens("/lesson").await;
            let off = html::tags(&page.body).into_iter().find(|tag| {
                let class = tag.attribute("class").unwrap_or_default();
                tag.name == "button" && class.contains("primary") && tag.attribute("disabled").is_some()
            });
            assert_eq!(off.is_some(), paused);
        }
    }
    assert!(first.opens("/lesson").await.body.contains("href=\"/set-up\""));
}
