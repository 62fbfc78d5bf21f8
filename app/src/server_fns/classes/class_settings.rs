//! Server functions that mark cards as handed out and let students take free seats.

use crate::problem::Problem;
use leptos::prelude::*;

/// Marks all cards as handed out after the teacher has printed, copied or downloaded them, or removes the marks.
#[server(prefix = "", endpoint = "classes/handed-out")]
pub async fn mark_handed_out(id: String, on: bool) -> Result<bool, Problem> {
    let context = crate::request::RequestContext::current()?;
    let teacher = context.class_manager(&id).await?;
    context.stepwise.classes.hand_out(teacher, on).await?;
    if context.is_without_scripts() {
        crate::request::redirect(&format!("/classes/{}/handouts", teacher.class()));
    }
    Ok(on)
}

/// Allows or forbids students to take free seats without a card.
#[server(prefix = "", endpoint = "classes/self-join")]
pub async fn allow_self_join(id: String, on: bool) -> Result<bool, Problem> {
    let context = crate::request::RequestContext::current()?;
    let teacher = context.class_manager(&id).await?;
    context.stepwise.classes.allow_self_join(teacher, on).await?;
    if context.is_without_scripts() {
        crate::request::redirect(&format!("/classes/{}", teacher.class()));
    }
    Ok(on)
}
