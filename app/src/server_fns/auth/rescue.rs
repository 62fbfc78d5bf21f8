//! Server functions for members who lost their phone and recovery codes, and for owners who object to a request for
//! help.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Sends a request for help to the administrators. The user has entered the right password, but cannot use a second
/// factor.
#[server(prefix = "", endpoint = "sign-in/help")]
pub async fn ask_for_help() -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let (_, pending) = context.pending_sign_in().await?;
    context.stepwise.members.ask_for_help(&pending).await?;
    crate::request::redirect("/sign-in/code?with=help");
    Ok(())
}

/// Checks an enrolment code. The member got the code from an administrator and uses it to connect a new phone.
#[server(prefix = "", endpoint = "sign-in/enrolment-code")]
pub async fn verify_enrolment_code(enrolment_code: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let (state, pending) = context.pending_sign_in().await?;
    let proved = context
        .stepwise
        .auth
        .verify_enrolment_code(&pending, state, &enrolment_code, context.client_ip())
        .await;
    context.renew_session(proved?).await?;
    crate::request::redirect("/set-up");
    Ok(())
}

/// Checks that the mailed objection link is still valid.
#[server(prefix = "/sfn", endpoint = "objection", input = GetUrl)]
pub async fn load_objection(token: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    Ok(context.stepwise.members.may_object(&token).await?)
}

/// Objects to a request for help. This is a POST by a button, so that a mail program that fetches the link does not
/// object.
#[server(prefix = "", endpoint = "object")]
pub async fn object_to_rescue(token: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    context.stepwise.members.object(&token).await?;
    crate::request::redirect("/object/done");
    Ok(())
}
