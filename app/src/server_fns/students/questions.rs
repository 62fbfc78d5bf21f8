//! The questions before and after the lesson, for a student.

use crate::problem::Problem;
use domain::{questions::Phase, refusal::Refusal, view::StudentQuestions};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What the page shows. A student who is not asked now is led to the lesson. It is no server function, so that only the
/// page has the data.
pub async fn load_questions() -> Result<StudentQuestions, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_signed_in().await?;
    let asked = context.stepwise.students.questions(&who).await.map_err(Problem::from);
    if asked
        .as_ref()
        .is_err_and(|problem| problem.refusal == Refusal::RoundOver)
    {
        crate::request::redirect("/lesson");
    }
    asked
}

/// `set` is the fingerprint of the questions on the page. A form of an earlier release has none, and is refused like a
/// form with other questions. `answers` has for each question, `q0` and so on, the place of the choice on the page.
#[server(prefix = "", endpoint = "lesson/questions-answer")]
pub async fn answer_questions(
    phase: Phase,
    #[server(default)] set: String,
    #[server(default)] answers: BTreeMap<String, String>,
) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    let place = |question: usize| answers.get(&format!("q{question}"))?.parse().ok();
    let places: Vec<Option<usize>> = (0..answers.len()).map(place).collect();
    let students = &context.stepwise.students;
    students.answer_questions(&who, phase, &set, &places).await?;
    crate::request::redirect("/lesson");
    Ok(())
}
