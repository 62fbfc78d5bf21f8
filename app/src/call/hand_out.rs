//! Whose the seats are: cards in students' hands, or free for whoever comes.

use crate::problem::Problem;
use leptos::prelude::*;

/// The teacher has printed, copied or downloaded the cards; or they are not handed out after all.
#[server(prefix = "", endpoint = "classes/handed-out")]
pub async fn hand_out(id: String, on: bool) -> Result<bool, Problem> {
    let visit = crate::web::Visit::current()?;
    let teacher = visit.manages(&id).await?;
    let done = visit.stepwise.hand_out(teacher, on).await;
    done.map_err(|error| visit.problem(error))?;
    if visit.is_without_scripts() {
        crate::web::go(&format!("/classes/{}/handouts", teacher.class()));
    }
    Ok(on)
}

/// Students may take free seats themselves, or may not.
#[server(prefix = "", endpoint = "classes/self-join")]
pub async fn self_join(id: String, on: bool) -> Result<bool, Problem> {
    let visit = crate::web::Visit::current()?;
    let teacher = visit.manages(&id).await?;
    let done = visit.stepwise.allow_self_join(teacher, on).await;
    done.map_err(|error| visit.problem(error))?;
    if visit.is_without_scripts() {
        crate::web::go(&format!("/classes/{}", teacher.class()));
    }
    Ok(on)
}
