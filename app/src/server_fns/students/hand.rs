//! Server functions of the raised hand.

use crate::problem::Problem;
use leptos::prelude::*;

/// The pages with the button. `from` is the page on which the student has pressed it.
fn page_of(from: &str) -> String {
    use domain::exercises::Exercise;
    let of_exercise = from.strip_prefix("/lesson/").and_then(Exercise::from_code);
    match (from, of_exercise) {
        ("/set-up", _) => from.to_owned(),
        (_, Some(exercise)) => format!("/lesson/{}", exercise.code()),
        _ => "/lesson".to_owned(),
    }
}

/// Raises the hand of the student, or gives another hint after the `hints` that the page shows.
#[server(prefix = "", endpoint = "lesson/hand")]
pub async fn raise_hand(from: String, hints: u8) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    context.stepwise.students.raise_hand(&who, hints).await?;
    crate::request::redirect(&page_of(&from));
    Ok(())
}

/// Like `raise_hand`, for a student who has entered the password and has no code.
#[server(prefix = "", endpoint = "sign-in/hand")]
pub async fn raise_hand_at_sign_in(hints: u8) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let (_, pending) = context.pending_sign_in().await?;
    context.stepwise.students.raise_hand_at_sign_in(&pending, hints).await?;
    crate::request::redirect("/sign-in/code");
    Ok(())
}

/// The student needs no help any more.
#[server(prefix = "", endpoint = "lesson/hand-down")]
pub async fn lower_hand(from: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    context.stepwise.students.lower_hand(&who).await?;
    crate::request::redirect(&page_of(&from));
    Ok(())
}
