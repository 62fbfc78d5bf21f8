//! Tests of the stream of a student's lesson page: it contains the state of the class, and what decides when a student
//! is asked the questions.

use crate::{common::*, exercises::finished, on_every_database};
use domain::{class::ClassState, exercises::Exercise, locale::Locale, view::LessonState};
use std::time::Duration;
use texts::Texts;

on_every_database!(
    a_pause_and_the_end_reach_the_lesson_page,
    badges_of_other_students_do_not_reach_the_lesson_page,
    questions_and_the_debrief_reach_the_lesson_page,
    the_debrief_of_a_class_without_questions_does_not_reach_the_lesson_page,
    the_end_by_the_clock_reaches_lesson_and_board_and_a_clock_that_jumps_back_takes_it_back,
);

const LESSON: Duration = Duration::from_secs(45 * 60);
const TEXTS: Texts = Texts::of(Locale::En);

async fn next_event(stream: &mut EventStream) -> LessonState {
    serde_json::from_str(&stream.next_named("state").await.data).unwrap()
}

async fn next_state(stream: &mut EventStream) -> ClassState {
    next_event(stream).await.state
}

async fn a_pause_and_the_end_reach_the_lesson_page(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let mut lesson = student.streams_lesson().await;
    assert_eq!(next_state(&mut lesson).await, ClassState::Open);
    class.action("pause", &[]).await;
    assert_eq!(next_state(&mut lesson).await, ClassState::Paused);
    class.action("go_on", &[]).await;
    assert_eq!(next_state(&mut lesson).await, ClassState::Open);
    class.action("end", &[]).await;
    assert_eq!(next_state(&mut lesson).await, ClassState::Ended);
}

async fn badges_of_other_students_do_not_reach_the_lesson_page(app: TestApp) {
    let class = app.class_of(2).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let mut lesson = student.streams_lesson().await;
    assert_eq!(next_state(&mut lesson).await, ClassState::Open);
    app.browser().signs_in(&class.seats[1]).await;
    lesson.is_quiet_for(Duration::from_secs(2)).await;
}

async fn questions_and_the_debrief_reach_the_lesson_page(app: TestApp) {
    let class = app.class_of(1).await;
    class.sets_gate(Exercise::Message, "open").await;
    let (student, ..) = finished(&app, &class, 0).await;
    let mut lesson = student.streams_lesson().await;
    let without = next_event(&mut lesson).await;
    let on = [("id", class.id.as_str()), ("on", "true")];
    assert!(class.teacher.calls("/classes/questions", &on).await.is_done());
    let with_questions = next_event(&mut lesson).await;
    assert_ne!(with_questions.asked, without.asked);
    assert!(!student.opens("/lesson").await.says(TEXTS.questions_after()));
    assert!(class.action("debrief", &[]).await.is_done());
    let debrief = next_event(&mut lesson).await;
    assert_ne!(debrief.asked, with_questions.asked);
    assert_eq!(
        debrief.shown, without.shown,
        "a page with a form compares only this text"
    );
    let polled: LessonState = student.loads("/sfn/lesson-state", &[]).await.json();
    assert_eq!(polled, debrief);
    let page = student.opens("/lesson").await;
    assert!(page.says(TEXTS.questions_after()) && page.body.contains(&debrief.asked));
    // The page of an exercise does not follow this text, so the text that a student types there stays.
    assert!(!student.opens("/lesson/message").await.body.contains(&debrief.asked));
    assert!(class.action("debrief_off", &[]).await.is_done());
    assert_eq!(next_event(&mut lesson).await, with_questions);
}

async fn the_debrief_of_a_class_without_questions_does_not_reach_the_lesson_page(app: TestApp) {
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let mut lesson = student.streams_lesson().await;
    assert_eq!(next_state(&mut lesson).await, ClassState::Open);
    assert!(class.action("debrief", &[]).await.is_done());
    lesson.is_quiet_for(Duration::from_secs(2)).await;
}

async fn the_end_by_the_clock_reaches_lesson_and_board_and_a_clock_that_jumps_back_takes_it_back(app: TestApp) {
    // The lesson is shorter than the session of a student, which would end the stream.
    let app = app.with(|config| config.settings.class_life = LESSON);
    let class = app.class_of(1).await;
    let student = app.browser();
    student.signs_in(&class.seats[0]).await;
    let mut lesson = student.streams_lesson().await;
    assert_eq!(next_state(&mut lesson).await, ClassState::Open);
    let mut board = class.follows().await;
    let before = app.now();
    app.clock.set(before.after(LESSON));
    assert_eq!(next_state(&mut lesson).await, ClassState::Ended);
    assert_eq!(board.next_named("changes").await.changes().state, ClassState::Ended);
    app.clock.set(before);
    assert_eq!(next_state(&mut lesson).await, ClassState::Open);
    assert_eq!(board.next_named("changes").await.changes().state, ClassState::Open);
}
