//! Server functions that mark cards as handed out and let students take free seats.

use crate::problem::Problem;
use leptos::prelude::*;

/// Marks all cards as handed out after the teacher has printed, copied or downloaded them, or takes that back.
#[server(prefix = "", endpoint = "classes/handed-out")]
pub async fn hand_out(id: String, on: bool) -> Result<bool, Problem> {
    let visit = crate::web::Visit::current()?;
    let teacher = visit.manages(&id).await?;
    let done = visit.stepwise.classes.hand_out(teacher, on).await;
    done.map_err(|error| visit.problem(error))?;
    if visit.is_without_scripts() {
        crate::web::go(&format!("/classes/{}/handouts", teacher.class()));
    }
    Ok(on)
}

/// Allows or forbids students to take free seats without a card.
#[server(prefix = "", endpoint = "classes/self-join")]
pub async fn self_join(id: String, on: bool) -> Result<bool, Problem> {
    let visit = crate::web::Visit::current()?;
    let teacher = visit.manages(&id).await?;
    let done = visit.stepwise.classes.allow_self_join(teacher, on).await;
    done.map_err(|error| visit.problem(error))?;
    if visit.is_without_scripts() {
        crate::web::go(&format!("/classes/{}", teacher.class()));
    }
    Ok(on)
}
