//! Server functions of the teacher link, with which a teacher opens a class again.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Checks that the link is valid before the page shows its button.
#[server(prefix = "/sfn", endpoint = "teach", input = GetUrl)]
pub async fn load_teach(token: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let opens = visit.stepwise.classes.link_opens(&token).await;
    opens.map_err(|error| visit.problem(error))
}

/// Gives this session the right that the link carries. This is a POST by a button, because link previews fetch the
/// address without the teacher's intent.
#[server(prefix = "", endpoint = "teach")]
pub async fn trade_teacher_link(token: String) -> Result<(), Problem> {
    use crate::web::{Visit, go};
    let visit = Visit::current()?;
    let state = visit.state().await?;
    let traded = visit.stepwise.classes.exchange_teacher_link(&token, state).await;
    let traded = traded.map_err(|error| visit.problem(error))?;
    visit.arrive(traded.session).await?;
    go(&format!("/classes/{}", traded.class));
    Ok(())
}
