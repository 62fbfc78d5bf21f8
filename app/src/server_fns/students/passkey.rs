//! Server functions of the exercise *passkey*.

use crate::problem::Problem;
use domain::view::PracticePasskeyView;
use leptos::prelude::*;

const PAGE: &str = "/lesson/passkey";

/// What the page shows. It is no server function, so that only the page has the data.
pub async fn load_passkey_exercise() -> Result<PracticePasskeyView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_signed_in().await?;
    let mut exercise = context.stepwise.exercises.passkey(&who).await?;
    if let Err(obstacle) = context.passkeys_here() {
        (exercise.device.creation, exercise.device.request) = (None, None);
        exercise.device.obstacle = Some(obstacle);
    }
    Ok(exercise)
}

/// Registers the passkey that the student's own device has made.
#[server(prefix = "", endpoint = "lesson/passkey-register")]
pub async fn register_device_passkey(revision: u32, #[server(default)] passkey: String) -> Result<(), Problem> {
    use backend::factors::passkeys::NewPasskey;
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    let new = NewPasskey::parse(&passkey)?;
    context
        .stepwise
        .exercises
        .register_passkey(&who, revision, &new)
        .await?;
    crate::request::redirect(PAGE);
    Ok(())
}

/// Signs in with the passkey of the student's own device.
#[server(prefix = "", endpoint = "lesson/passkey-sign-in")]
pub async fn check_device_passkey(revision: u32, #[server(default)] passkey: String) -> Result<(), Problem> {
    use backend::factors::passkeys::PasskeyAnswer;
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    let answer = PasskeyAnswer::parse(&passkey)?;
    context
        .stepwise
        .exercises
        .check_device_passkey(&who, revision, &answer)
        .await?;
    crate::request::redirect(PAGE);
    Ok(())
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
