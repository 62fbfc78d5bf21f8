//! The mailed links that confirm an address and undo a change of address; and the button that cancels a change.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// A POST by a button, so that a mail program that prefetches the link does not confirm the address.
#[server(prefix = "", endpoint = "confirm-email")]
pub async fn confirm_email(token: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let confirmed = visit.stepwise.members.confirm_email(&token, visit.state().await?).await;
    // The browser that opened the link is signed in: its session continues, the account's other sessions have ended.
    if let Some(state) = confirmed.map_err(|error| visit.problem(error))? {
        visit.arrive(state).await?;
    }
    crate::web::go("/sign-in?done=email");
    Ok(())
}

/// Mails the confirmation link again, also for a new member whose first factor is codes by mail. `to` is the page to
/// return to.
#[server(prefix = "", endpoint = "account/confirm-again")]
pub async fn mail_confirmation_again(#[server(default)] to: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.may_set_up_or_sent_away().await?;
    let mailed = visit.stepwise.members.mail_confirmation_again(&who).await;
    mailed.map_err(|error| visit.problem(error))?;
    crate::web::go(match to.as_str() {
        "/set-up/email" => "/set-up/email?done=email",
        "/account/connect/email" => "/account/connect/email?done=email",
        _ => "/account?done=email",
    });
    Ok(())
}

/// Cancels a change of address before it is confirmed.
#[server(prefix = "", endpoint = "account/cancel-email")]
pub async fn cancel_email_change() -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.member_or_sent_away().await?;
    let cancelled = visit.stepwise.members.cancel_email_change(&who).await;
    cancelled.map_err(|error| visit.problem(error))?;
    crate::web::go("/account?done=cancelled");
    Ok(())
}

/// Whether the mailed link still restores the old address.
#[server(prefix = "/sfn", endpoint = "undo-email", input = GetUrl)]
pub async fn load_undo_email(token: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let alive = visit.stepwise.members.may_undo_email(&token).await;
    alive.map_err(|error| visit.problem(error))
}

/// A POST by a button, so that a mail program that prefetches the link does not undo the change.
#[server(prefix = "", endpoint = "undo-email")]
pub async fn undo_email_change(token: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let undone = visit.stepwise.members.undo_email_change(&token).await;
    undone.map_err(|error| visit.problem(error))?;
    crate::web::go("/undo-email/done");
    Ok(())
}
