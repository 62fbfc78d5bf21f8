//! Server functions for a forgotten password: asking for a link and setting a new password.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};
const TYPED: &str = "typed_forgot";

/// The refused name, to fill the field again on the next page.
#[server(prefix = "/sfn", endpoint = "forgot", input = GetUrl)]
pub async fn load_forgot_password() -> Result<Option<String>, Problem> {
    Ok(crate::request::RequestContext::current()?.typed(TYPED))
}

/// Mails a link for a new password. The response is the same for a known and an unknown name.
#[server(prefix = "", endpoint = "forgot")]
pub async fn request_password_reset(username: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    if let Err(error) = context.stepwise.members.forgot(&username, context.client_ip()).await {
        context.keep_typed(TYPED, &username);
        return Err(error.into());
    }
    crate::request::redirect("/forgot?sent=yes");
    Ok(())
}

/// Checks that the link is still valid before the page asks for a new password.
#[server(prefix = "/sfn", endpoint = "reset", input = GetUrl)]
pub async fn load_reset(token: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    Ok(context.stepwise.members.may_reset_password(&token).await?)
}

#[server(prefix = "", endpoint = "forgot/new-password")]
pub async fn reset_password(token: String, password: String, password_again: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let new = backend::members::NewPassword {
        password: password.into(),
        again: password_again.into(),
    };
    context.stepwise.members.reset_password(&token, &new).await?;
    crate::request::redirect("/sign-in?done=password");
    Ok(())
}
