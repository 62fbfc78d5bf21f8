//! Server functions of the exercise *the thief*. What is typed on the page of the thief is in no answer and no cookie.

use crate::problem::Problem;
use domain::view::PhishingView;
use leptos::prelude::*;

const PAGE: &str = "/lesson/phishing";

/// What the page shows. It is no server function, so that only the page has the data.
pub async fn load_phishing_exercise() -> Result<PhishingView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_signed_in().await?;
    Ok(context.stepwise.exercises.phishing(&who).await?)
}

/// Opens the link of the mail, makes a practice passkey, or uses it on the page of the thief.
#[server(prefix = "", endpoint = "lesson/phishing-act")]
pub async fn act_on_phishing(revision: u32, #[server(default)] act: String) -> Result<(), Problem> {
    use domain::{exercises::phishing::PhishingAct, refusal::Refusal};
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    let act = PhishingAct::from_code(&act).ok_or(Refusal::BadRequest)?;
    context.stepwise.exercises.act_on_phishing(&who, revision, act).await?;
    crate::request::redirect(PAGE);
    Ok(())
}

#[server(prefix = "", endpoint = "lesson/phishing-password")]
pub async fn type_password_for_thief(revision: u32, username: String, password: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    let is_wrong_keyboard = domain::typing::are_of_wrong_keyboard(&username, &password);
    let typed = backend::auth::SignIn {
        name: username,
        password,
        device: context.device(),
        from: context.client_ip(),
        trusted: None,
        agent: String::new(),
    };
    let tried = context.stepwise.exercises.type_password(&who, revision, &typed).await;
    tried.map_err(|error| Problem::from(error).with_keyboard_hint(is_wrong_keyboard))?;
    crate::request::redirect(PAGE);
    Ok(())
}

#[server(prefix = "", endpoint = "lesson/phishing-code")]
pub async fn type_code_for_thief(revision: u32, #[server(default)] code: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    let (exercises, from) = (&context.stepwise.exercises, context.client_ip());
    exercises.type_code(&who, revision, &code, from).await?;
    crate::request::redirect(PAGE);
    Ok(())
}

/// Says which part of the address is false.
#[server(prefix = "", endpoint = "lesson/phishing-address")]
pub async fn point_at_address(revision: u32, #[server(default)] part: String) -> Result<(), Problem> {
    use domain::{exercises::addresses::Part, refusal::Refusal};
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    let part = Part::from_code(&part).ok_or(Refusal::BadRequest)?;
    context.stepwise.exercises.point_at(&who, revision, part).await?;
    crate::request::redirect(PAGE);
    Ok(())
}
