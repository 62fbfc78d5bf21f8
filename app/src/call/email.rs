//! The mailed link that confirms an address.

use crate::problem::Problem;
use leptos::prelude::*;

/// By a button, so that mail programs that look ahead cannot do it.
#[server(prefix = "", endpoint = "confirm-email")]
pub async fn confirm_email(token: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    visit
        .stepwise
        .confirm_email(&token)
        .await
        .map_err(|error| visit.problem(error))?;
    crate::web::go("/sign-in?done=email");
    Ok(())
}

/// Also for a new member who begins with codes by mail. `to` is the page that asked.
#[server(prefix = "", endpoint = "account/confirm-again")]
pub async fn mail_confirmation_again(#[server(default)] to: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.may_set_up_or_sent_away().await?;
    let mailed = visit.stepwise.mail_confirmation_again(&who).await;
    mailed.map_err(|error| visit.problem(error))?;
    crate::web::go(match to.as_str() {
        "/set-up/email" => "/set-up/email?done=email",
        "/account/connect/email" => "/account/connect/email?done=email",
        _ => "/account?done=email",
    });
    Ok(())
}
