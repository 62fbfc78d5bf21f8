//! Server functions for registering as a member.

use crate::problem::Problem;
use crate::server_fns::SignedInUser;
use domain::refusal::Refusal;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// The data of the registration page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationPage {
    pub here: Option<SignedInUser>,
    /// Identifies this form, so that sending the form twice makes only one account.
    pub form: Option<String>,
    /// Why this user cannot register, for example because registration is closed.
    pub refusal: Option<Refusal>,
    /// The refused input except the passwords, to fill the fields again on the next page.
    pub typed: Typed,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    pub username: String,
    pub email: String,
}
const TYPED: &str = "typed_member";

#[server(prefix = "/sfn", endpoint = "registration", input = GetUrl)]
pub async fn load_registration(#[server(default)] invitation: String) -> Result<RegistrationPage, Problem> {
    let context = crate::request::RequestContext::current()?;
    let here = crate::server_fns::current_user().await?;
    let form = context.stepwise.members.register_form(Some(&invitation)).await;
    let (form, refusal) = match form.map_err(Problem::from) {
        Ok(form) => (Some(form), None),
        Err(problem) if problem.refusal == Refusal::Unavailable => return Err(problem),
        Err(problem) => (None, Some(problem.refusal)),
    };
    let typed = context
        .typed(TYPED)
        .and_then(|typed| serde_json::from_str(&typed).ok())
        .unwrap_or_default();
    Ok(RegistrationPage {
        here,
        form,
        refusal,
        typed,
    })
}

#[server(prefix = "", endpoint = "register")]
pub async fn register(
    form: String,
    username: String,
    email: String,
    password: String,
    password_again: String,
    #[server(default)] invitation: String,
) -> Result<(), Problem> {
    use crate::request::{RequestContext, redirect};
    let context = RequestContext::current()?;
    let request = backend::members::Register {
        form,
        username: username.clone(),
        email: email.clone(),
        password: password.into(),
        again: password_again.into(),
        invitation: Some(invitation),
        locale: context.locale(),
        address: context.client_ip(),
    };
    let session = match context
        .stepwise
        .members
        .register(request, context.session_state().await?)
        .await
    {
        Ok(session) => session,
        Err(error) => {
            keep_typed(&context, &username, &email);
            return Err(error.into());
        }
    };
    context.renew_session(session).await?;
    context.add_names_to_device_cookie(&[&username])?;
    redirect("/set-up");
    Ok(())
}

/// Stores the input in a sealed cookie for one minute. It is sealed because some users enter a password into the wrong
/// field.
fn keep_typed(context: &crate::request::RequestContext, username: &str, email: &str) {
    let typed = Typed {
        username: username.trim().chars().take(64).collect(),
        email: email.trim().chars().take(254).collect(),
    };
    let Ok(typed) = serde_json::to_string(&typed) else {
        return;
    };
    context.seal_typed(TYPED, &typed);
}
