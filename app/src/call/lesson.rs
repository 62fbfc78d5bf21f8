//! Server functions of the student's lesson page.

use crate::problem::Problem;
use domain::{class::ClassState, view::LessonView};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/sfn", endpoint = "lesson", input = GetUrl)]
pub async fn load_lesson() -> Result<LessonView, Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.signed_in_or_sent_away().await?;
    super::set_up::save_codes_first(&visit, who.account(), who.epoch());
    let phone = visit.cookie(super::practice::PHONE);
    let lesson = visit.stepwise.students.lesson(&who, phone.as_deref()).await;
    lesson.map_err(|error| visit.problem(error))
}

/// The state of the class, which an open lesson page polls.
#[server(prefix = "/sfn", endpoint = "lesson-state", input = GetUrl)]
pub async fn load_lesson_state() -> Result<ClassState, Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.signed_in().await?;
    let state = visit.stepwise.students.lesson_state(&who).await;
    state.map_err(|error| visit.problem(error))
}
