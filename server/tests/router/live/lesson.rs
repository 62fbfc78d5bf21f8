//! Tests of the stream of a student's lesson page: it tells the state of the class.

use crate::{common::*, on_every_database};
use domain::{class::ClassState, view::LessonState};
use std::time::Duration;

on_every_database!(
    a_pause_and_the_end_reach_the_lesson_page,
    badges_of_other_students_do_not_reach_the_lesson_page,
    the_end_by_the_clock_reaches_lesson_and_board_and_a_clock_that_jumps_back_takes_it_back,
);

const LESSON: Duration = Duration::from_secs(45 * 60);

async fn next_state(stream: &mut EventStream) -> ClassState {
    let event: LessonState = serde_json::from_str(&stream.next_named("state").await.data).unwrap();
    event.state
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
