//! Coming back to a class with its teacher link.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Whether the link still opens a class: whoever comes with a dead one hears it at once.
#[server(prefix = "/sfn", endpoint = "teach", input = GetUrl)]
pub async fn load_teach(token: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let opens = visit.stepwise.link_opens(&token).await;
    opens.map_err(|error| visit.problem(error))
}

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
