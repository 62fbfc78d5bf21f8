//! Server functions for mail addresses: the mailed links that confirm an address or undo a change, and the button that
//! cancels a change.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Confirms a mail address. This is a POST by a button, so that a mail program that fetches the link does not confirm
/// the address.
#[server(prefix = "", endpoint = "confirm-email")]
pub async fn confirm_email(token: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let confirmed = context
        .stepwise
        .members
        .confirm_email(&token, context.session_state().await?)
        .await?;
    // If the user opened the link in a signed-in browser, the session of this browser continues. The account's other
    // sessions have ended.
    if let Some(state) = confirmed.session {
        context.renew_session(state).await?;
    }
    crate::request::redirect(match confirmed.is_signed_in {
        true => "/account?done=confirmed",
        false => "/sign-in?done=email",
    });
    Ok(())
}

/// Mails the confirmation link again, also to a new member whose first factor will be codes by mail. `to` is the page
/// that shows the button. The user returns to the page `to` if it is listed below, otherwise to the account page.
#[server(prefix = "", endpoint = "account/confirm-again")]
pub async fn mail_confirmation_again(#[server(default)] to: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_may_set_up().await?;
    context.stepwise.members.mail_confirmation_again(&who).await?;
    crate::request::redirect(match to.as_str() {
        "/classes" => "/classes?done=email",
        "/set-up/email" => "/set-up/email?done=email",
        "/account/connect/email" => "/account/connect/email?done=email",
        _ => "/account?done=email",
    });
    Ok(())
}

/// Cancels a change of address before it is confirmed.
#[server(prefix = "", endpoint = "account/cancel-email")]
pub async fn cancel_email_change() -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    context.stepwise.members.cancel_email_change(&who).await?;
    crate::request::redirect("/account?done=cancelled");
    Ok(())
}

/// Checks that the mailed link can still restore the old address.
#[server(prefix = "/sfn", endpoint = "undo-email", input = GetUrl)]
pub async fn load_undo_email(token: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    Ok(context.stepwise.members.may_undo_email(&token).await?)
}

/// Restores the old address. This is a POST by a button, so that a mail program that fetches the link does not undo the
/// change.
#[server(prefix = "", endpoint = "undo-email")]
pub async fn undo_email_change(token: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    context.stepwise.members.undo_email_change(&token).await?;
    crate::request::redirect("/undo-email/done");
    Ok(())
}
