//! Coming back to a class with its teacher link.

use crate::problem::Problem;
use leptos::prelude::*;

/// By a button, so that previews and logs of an address cannot do it.
#[server(prefix = "", endpoint = "teach")]
pub async fn trade_teacher_link(token: String) -> Result<(), Problem> {
    use crate::web::{Visit, go};
    let visit = Visit::current()?;
    let state = visit.state().await?;
    let traded = visit.stepwise.trade_teacher_link(&token, state).await;
    let traded = traded.map_err(|error| visit.problem(error))?;
    visit.arrive(traded.session).await?;
    go(&format!("/classes/{}", traded.class));
    Ok(())
}
