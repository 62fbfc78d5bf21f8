//! Server functions that sign in with a passkey: instead of password and code, or after the password.

use super::second_factor::finish_sign_in;
use crate::problem::Problem;
use leptos::prelude::*;

/// Signs in without a password. The answer belongs to the challenge that this browser has got with the sign-in page.
#[server(prefix = "", endpoint = "sign-in/passkey")]
pub async fn sign_in_with_passkey(passkey: String) -> Result<(), Problem> {
    use backend::{auth::PasskeySignIn, factors::passkeys::PasskeyAnswer};
    use domain::refusal::Refusal;
    let context = crate::request::RequestContext::current()?;
    let request = PasskeySignIn {
        answer: PasskeyAnswer::parse(&passkey)?,
        device: context.device().ok_or(Refusal::PasskeyExpired)?,
        from: context.client_ip(),
        agent: context.user_agent_label(),
    };
    let state = context.session_state().await?;
    let accepted = context.stepwise.auth.sign_in_with_passkey(&request, state).await?;
    finish_sign_in(&context, accepted.session, &[&accepted.login]).await
}

/// Completes a sign-in whose password was right.
#[server(prefix = "", endpoint = "sign-in/code/passkey")]
pub async fn verify_passkey(passkey: String) -> Result<(), Problem> {
    use backend::factors::passkeys::PasskeyAnswer;
    let context = crate::request::RequestContext::current()?;
    let (state, pending) = context.pending_sign_in().await?;
    let answer = PasskeyAnswer::parse(&passkey)?;
    let state = context
        .stepwise
        .auth
        .verify_passkey(
            &pending,
            state,
            &answer,
            context.client_ip(),
            context.new_device_label(pending.login()).as_deref(),
        )
        .await?;
    finish_sign_in(&context, state, &pending.names()).await
}
