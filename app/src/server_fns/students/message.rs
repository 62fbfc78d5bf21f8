//! Server functions of the exercise *message*.

use crate::problem::Problem;
use domain::view::MessageView;
use leptos::prelude::*;

const PAGE: &str = "/lesson/message";

/// What the page shows. It is no server function, so that only the page has the data.
pub async fn load_message_exercise() -> Result<MessageView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_signed_in().await?;
    Ok(context.stepwise.exercises.message(&who).await?)
}

/// Sends a text to the invented classmate.
#[server(prefix = "", endpoint = "lesson/message-send")]
pub async fn send_message(revision: u32, text: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    let exercises = &context.stepwise.exercises;
    exercises.send_message(&who, revision, &text, context.locale()).await?;
    crate::request::redirect(PAGE);
    Ok(())
}

/// Answers what was harmed.
#[server(prefix = "", endpoint = "lesson/message-answer")]
pub async fn answer_message(revision: u32, #[server(default)] answer: String) -> Result<(), Problem> {
    use domain::{exercises::message::Harm, refusal::Refusal};
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    let answer = Harm::from_code(&answer).ok_or(Refusal::BadRequest)?;
    context
        .stepwise
        .exercises
        .answer_message(&who, revision, answer)
        .await?;
    crate::request::redirect(PAGE);
    Ok(())
}
