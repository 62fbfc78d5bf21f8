//! Server functions for a forgotten password: asking for a link and setting a new password.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[cfg(feature = "ssr")]
const TYPED: &str = "typed_forgot";

/// The refused name, to fill the field again on a page without scripts.
#[server(prefix = "/sfn", endpoint = "forgot", input = GetUrl)]
pub async fn load_forgot() -> Result<Option<String>, Problem> {
    Ok(crate::web::Visit::current()?.kept(TYPED))
}

/// Answers the same for a known and an unknown name.
#[server(prefix = "", endpoint = "forgot")]
pub async fn forgot(username: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    if let Err(error) = visit.stepwise.members.forgot(&username, visit.address()).await {
        visit.keep_for_a_minute(TYPED, &username);
        return Err(visit.problem(error));
    }
    crate::web::go("/forgot?sent=yes");
    Ok(())
}

/// Checks that the link is still valid before the page asks for a new password.
#[server(prefix = "/sfn", endpoint = "reset", input = GetUrl)]
pub async fn load_reset(token: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    visit
        .stepwise
        .members
        .may_reset_password(&token)
        .await
        .map_err(|error| visit.problem(error))
}

#[server(prefix = "", endpoint = "forgot/new-password")]
pub async fn reset_password(token: String, password: String, password_again: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let new = backend::members::NewPassword {
        password: password.into(),
        again: password_again.into(),
    };
    visit
        .stepwise
        .members
        .reset_password(&token, &new)
        .await
        .map_err(|error| visit.problem(error))?;
    crate::web::go("/sign-in?done=password");
    Ok(())
}
