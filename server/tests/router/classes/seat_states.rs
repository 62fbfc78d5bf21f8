//! Tests of what the board says about a seat, of the order "needs you first", and of the way back to a board.

use crate::{
    common::*,
    exercises::{
        finished,
        message_round::{self, WRITES},
    },
    on_every_database,
};
use domain::{exercises::Exercise, seat_state::STUCK_AFTER};
use texts::Texts;

const EN: Texts = Texts::of(domain::locale::Locale::En);

on_every_database!(
    a_teacher_sees_a_wrong_password_before_the_cards_that_nobody_has_used,
    a_lock_that_is_over_is_not_shown,
    a_student_who_makes_no_step_in_an_exercise_is_stuck,
    after_a_lost_phone_a_student_has_time_before_the_board_says_no_progress,
    a_board_without_scripts_says_when_its_data_is_from_and_can_be_refreshed,
    the_first_page_leads_a_teacher_back_to_the_running_classes,
);

/// The number, the classes and the state of each row, in the order of the page.
fn rows(page: &Answer) -> Vec<(u16, String, String)> {
    page.body
        .split("<tr ")
        .skip(1)
        .filter_map(|row| {
            let row = format!("<tr {row}");
            let tag = html::tags(&row).into_iter().next()?;
            let number = tag.attribute("id")?.strip_prefix("seat-")?.parse().ok()?;
            let class: Vec<&str> = tag.attribute("class").unwrap_or_default().split_whitespace().collect();
            let state = row
                .split("<td class=\"trouble\">")
                .nth(1)?
                .split("<span class=\"quick-help\"")
                .next()?;
            Some((number, class.join(" "), html::text(state).trim().to_owned()))
        })
        .collect()
}

async fn a_teacher_sees_a_wrong_password_before_the_cards_that_nobody_has_used(app: TestApp) {
    let class = app.class_of(4).await;
    class.hands_out(true).await;
    app.browser().signs_in(&class.seats[1]).await;
    app.waits(600);
    let wrong = &class.seats[3];
    app.browser().gives_password(&wrong.login, "wrong").await;
    class.failure(wrong, |seat| seat.failure.is_some()).await;
    let page = class.teacher.opens(&format!("{}?order=stuck", class.page())).await;
    let rows = rows(&page);
    let numbers: Vec<u16> = rows.iter().map(|row| row.0).collect();
    assert_eq!(numbers, [4, 2, 1, 3]);
    assert_eq!((rows[0].1.as_str(), rows[1].1.as_str()), ("stuck failed", "stuck"));
    assert!(rows[0].2.starts_with(EN.failure_wrong_password()), "{}", rows[0].2);
    assert!(rows[1].2.starts_with(EN.seat_state_stuck()), "{}", rows[1].2);
    for waiting in &rows[2..] {
        assert_eq!((waiting.1.as_str(), waiting.2.as_str()), ("", EN.seat_state_not_here()));
    }
    let needing = page
        .body
        .split("id=\"needing\">")
        .nth(1)
        .and_then(|rest| rest.split('<').next());
    assert_eq!(needing, Some("2"));
}

async fn a_lock_that_is_over_is_not_shown(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let student = app.browser();
    for _ in 0..6 {
        student.gives_password(&seat.login, "wrong").await;
    }
    let is_locked = |seat: &domain::view::SeatView| seat.failure.is_some_and(|failure| failure.locked_until.is_some());
    class.failure(seat, is_locked).await;
    let state = async || rows(&class.teacher.opens(&class.page()).await)[0].2.clone();
    assert!(state().await.contains(EN.board_wait_until()));
    app.waits(3600);
    assert!(!state().await.contains(EN.board_wait_until()), "{}", state().await);
}

async fn a_student_who_makes_no_step_in_an_exercise_is_stuck(app: TestApp) {
    let class = app.class_of(1).await;
    let (student, ..) = finished(&app, &class, 0).await;
    let state = async || {
        let (_, classes, text) = rows(&class.teacher.opens(&class.page()).await).remove(0);
        (classes, text)
    };
    let is_stuck = |(classes, text): (String, String)| {
        assert_eq!(classes == "stuck", text.starts_with(EN.seat_state_stuck()), "{text}");
        classes == "stuck"
    };
    app.waits(600);
    assert_eq!(state().await.0, "through");
    class.sets_gate(Exercise::Message, "open").await;
    app.waits(STUCK_AFTER.as_secs() - 1);
    assert!(!is_stuck(state().await), "the teacher has just opened the exercise");
    app.waits(1);
    assert!(is_stuck(state().await));
    let revision = student.opens(message_round::PAGE).await.field("revision");
    let sent = [("revision", revision.as_str()), ("text", WRITES)];
    assert!(student.calls("/lesson/message-send", &sent).await.is_done());
    app.waits(STUCK_AFTER.as_secs() - 1);
    assert!(!is_stuck(state().await), "a message was sent");
    app.waits(1);
    assert!(is_stuck(state().await));
    class.sets_gate(Exercise::Message, "later").await;
    assert_eq!(state().await.0, "through", "the student can do nothing now");
}

async fn after_a_lost_phone_a_student_has_time_before_the_board_says_no_progress(app: TestApp) {
    let class = app.class_of(1).await;
    let seat = &class.seats[0];
    let state = async || {
        let (_, classes, text) = rows(&class.teacher.opens(&class.page()).await).remove(0);
        (classes, text)
    };
    let (student, ..) = finished(&app, &class, 0).await;
    app.waits(600);
    class.seat_action(seat, "reset_factor").await;
    assert_eq!(state().await, (String::new(), String::new()));
    app.waits(STUCK_AFTER.as_secs() - 1);
    assert_eq!(state().await, (String::new(), String::new()));
    app.waits(1);
    let (classes, text) = state().await;
    assert_eq!(classes, "stuck");
    assert!(text.starts_with(EN.seat_state_stuck()), "{text}");
    student.signs_in(seat).await;
    student.opens("/set-up").await;
    assert_eq!(state().await.0, "");
    // The next student of the seat begins without it.
    class.seat_action(seat, "free").await;
    assert_eq!(class.changes_since(0).await.seats[0].reset_at, None);
}

async fn a_board_without_scripts_says_when_its_data_is_from_and_can_be_refreshed(app: TestApp) {
    let class = app.class_of(1).await;
    let page = class.teacher.opens(&format!("{}?order=stuck", class.page())).await;
    assert!(page.says(EN.board_head_data_of()) && page.says(EN.board_head_refresh()));
    let before = page
        .body
        .split(&format!(">{}<", EN.board_head_refresh()))
        .next()
        .unwrap();
    let refresh = before.rsplit("<a ").next().unwrap();
    assert!(refresh.contains("href=\"?order=stuck\""), "{refresh}");
    // The keyboard gets from the top of the page to the rows.
    assert!(page.body.contains("href=\"#students\"") && page.body.contains("id=\"students\""));
}

async fn the_first_page_leads_a_teacher_back_to_the_running_classes(app: TestApp) {
    let first = app.class_of(2).await;
    let teacher = &first.teacher;
    let second = teacher.opens_a_class(3).await;
    let leads_to = |page: &Answer, class: &Class| page.body.contains(&format!("href=\"{}\"", class.page()));
    let page = teacher.opens("/").await;
    assert!(page.says(EN.home_classes_title()));
    assert!(leads_to(&page, &first) && leads_to(&page, &second));
    // Another browser and a student see none of them.
    for other in [&app.browser(), &app.browser().speaking("ru")] {
        let page = other.opens("/").await;
        assert!(!page.says(EN.home_classes_title()) && !leads_to(&page, &first));
    }
    // An ended class and a class whose link was replaced elsewhere are gone, and so are all of them while the teacher
    // tries the login of a student.
    assert!(first.action("end", &[]).await.is_done());
    let page = teacher.opens("/").await;
    assert!(!leads_to(&page, &first) && leads_to(&page, &second));
    teacher.signs_in(&second.seats[0]).await;
    assert!(!teacher.opens("/").await.says(EN.home_classes_title()));
    teacher.signs_out().await;
    assert!(leads_to(&teacher.opens("/").await, &second));
    let colleague = app.browser();
    colleague.calls("/teach", &[("token", &second.teacher_token)]).await;
    assert!(second.action_by(&colleague, "teacher_link", &[]).await.is_done());
    assert!(!teacher.opens("/").await.says(EN.home_classes_title()));
}
