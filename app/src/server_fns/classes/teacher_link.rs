//! Server functions of the teacher link, with which a teacher gets access to a class in another browser.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Checks that the link is valid before the page shows its button.
#[server(prefix = "/sfn", endpoint = "teach", input = GetUrl)]
pub async fn load_teacher_link(token: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    Ok(context.stepwise.classes.link_opens(&token).await?)
}

/// Gives this session the right to the class of the link. This is a POST by a button, because link previews fetch the
/// address although the teacher has not opened the link.
#[server(prefix = "", endpoint = "teach")]
pub async fn redeem_teacher_link(token: String) -> Result<(), Problem> {
    use crate::request::{RequestContext, redirect};
    let context = RequestContext::current()?;
    let state = context.session_state().await?;
    let exchanged = context.stepwise.classes.exchange_teacher_link(&token, state).await?;
    context.renew_session(exchanged.session).await?;
    redirect(&format!("/classes/{}", exchanged.class));
    Ok(())
}
