//! A forgotten password.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The same answer whoever is asked for.
#[server(prefix = "", endpoint = "forgot")]
pub async fn forgot(username: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    visit
        .stepwise
        .forgot(&username)
        .await
        .map_err(|error| visit.problem(error))?;
    crate::web::go("/forgot?sent=yes");
    Ok(())
}

/// Whether the link still works, before somebody thinks of a password.
#[server(prefix = "/sfn", endpoint = "reset", input = GetUrl)]
pub async fn load_reset(token: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    visit
        .stepwise
        .may_reset_password(&token)
        .await
        .map_err(|error| visit.problem(error))
}

#[server(prefix = "", endpoint = "forgot/new-password")]
pub async fn reset_password(token: String, password: String, password_again: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let new = backend::service::NewPassword {
        password: password.into(),
        again: password_again.into(),
    };
    visit
        .stepwise
        .reset_password(&token, &new)
        .await
        .map_err(|error| visit.problem(error))?;
    crate::web::go("/sign-in?done=password");
    Ok(())
}
