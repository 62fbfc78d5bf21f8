//! Server functions of the exercise *passkey*.

use crate::problem::Problem;
use domain::view::PracticePasskeyView;
use leptos::prelude::*;

const PAGE: &str = "/lesson/passkey";

/// What the page shows. It is no server function, so that only the page has the data.
pub async fn load_passkey_exercise() -> Result<PracticePasskeyView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_signed_in().await?;
    Ok(context.stepwise.exercises.passkey(&who).await?)
}

/// Makes the practice passkey, begins a sign-in with it, confirms it on the phone, or tries it on another site.
#[server(prefix = "", endpoint = "lesson/passkey-act")]
pub async fn act_on_practice_passkey(revision: u32, #[server(default)] act: String) -> Result<(), Problem> {
    use domain::{exercises::passkey::PasskeyAct, refusal::Refusal};
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    let act = PasskeyAct::from_code(&act).ok_or(Refusal::BadRequest)?;
    context.stepwise.exercises.act_on_passkey(&who, revision, act).await?;
    crate::request::redirect(PAGE);
    Ok(())
}

/// Sends the answer of the practice phone to the site, as a browser does.
#[server(prefix = "", endpoint = "lesson/passkey-check")]
pub async fn check_practice_passkey(
    revision: u32,
    credential: String,
    client_data: String,
    authenticator_data: String,
    signature: String,
) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    let answer = domain::view::PhoneAnswer {
        credential,
        client_data,
        authenticator_data,
        signature,
    };
    context
        .stepwise
        .exercises
        .check_passkey(&who, revision, &answer)
        .await?;
    crate::request::redirect(PAGE);
    Ok(())
}

/// Answers why the passkey did not work on the other site.
#[server(prefix = "", endpoint = "lesson/passkey-answer")]
pub async fn answer_practice_passkey(revision: u32, #[server(default)] reason: String) -> Result<(), Problem> {
    use domain::{exercises::passkey::Reason, refusal::Refusal};
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    let reason = Reason::from_code(&reason).ok_or(Refusal::BadRequest)?;
    context
        .stepwise
        .exercises
        .answer_passkey(&who, revision, reason)
        .await?;
    crate::request::redirect(PAGE);
    Ok(())
}
