//! Server functions of the second factor at sign-in.

use crate::problem::Problem;
use domain::{factor::FactorKind, view::ChallengeView};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/sfn", endpoint = "challenge", input = GetUrl)]
pub async fn load_challenge() -> Result<ChallengeView, Problem> {
    use crate::request::{RequestContext, redirect};
    use domain::refusal::Refusal;
    let context = RequestContext::current()?;
    match context.pending_sign_in().await {
        Ok((_, pending)) => {
            let mut challenge = context.stepwise.auth.challenge(&pending).await?;
            if let Err(obstacle) = context.passkeys_here() {
                (challenge.passkey, challenge.passkey_obstacle) = (None, Some(obstacle));
            }
            Ok(challenge)
        }
        Err(problem) => {
            if problem.refusal == Refusal::SignInFirst {
                redirect("/sign-in");
            }
            Err(problem)
        }
    }
}

#[server(prefix = "", endpoint = "sign-in/code")]
pub async fn verify_code(code: String, with: Option<FactorKind>, trust: Option<String>) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let (state, pending) = context.pending_sign_in().await?;
    let proof = (with.unwrap_or(FactorKind::Totp), code.as_str());
    let state = context
        .stepwise
        .auth
        .verify_code(
            &pending,
            state,
            proof,
            context.client_ip(),
            context.new_device_label(pending.login()).as_deref(),
        )
        .await?;
    if trust.is_some() && !state.requires_other_factor(context.stepwise.now()) {
        context.trust_browser(&state).await?;
    }
    finish_sign_in(&context, state, &pending.names()).await
}

/// Sends a code by mail or SMS for the pending sign-in.
#[server(prefix = "", endpoint = "sign-in/send")]
pub async fn send_sign_in_code(kind: FactorKind) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let (state, pending) = context.pending_sign_in().await?;
    let sent = context
        .stepwise
        .auth
        .send_sign_in_code(&pending, state, kind, &context.user_agent_label())
        .await;
    context.save_session(sent?).await?;
    crate::request::redirect(&format!("/sign-in/code?with={}", kind.code()));
    Ok(())
}

#[server(prefix = "", endpoint = "sign-in/recovery-code")]
pub async fn verify_recovery_code(recovery_code: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let (state, pending) = context.pending_sign_in().await?;
    let is_cyrillic = domain::typing::has_cyrillic(&recovery_code);
    let proved = context
        .stepwise
        .auth
        .verify_recovery_code(
            &pending,
            state,
            &recovery_code,
            context.client_ip(),
            context.new_device_label(pending.login()).as_deref(),
        )
        .await;
    let proved = proved.map_err(|error| Problem::from(error).with_keyboard_hint(is_cyrillic));
    finish_sign_in(&context, proved?, &pending.names()).await
}

/// Cancels the pending sign-in.
#[server(prefix = "", endpoint = "sign-in/cancel")]
pub async fn cancel() -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    context
        .renew_session(context.session_state().await?.signed_out())
        .await?;
    context.forget_returning();
    crate::request::redirect("/sign-in");
    Ok(())
}

pub(super) async fn finish_sign_in(
    context: &crate::request::RequestContext,
    state: domain::session::SessionState,
    names: &[&str],
) -> Result<(), Problem> {
    use domain::account::AccountKind;
    context.forget_returning();
    if state.requires_other_factor(context.stepwise.now()) {
        context.renew_session(state).await?;
        crate::request::redirect("/set-up");
        return Ok(());
    }
    let kind = state.signed_in(context.stepwise.now())?.kind;
    context.renew_session(state).await?;
    context.add_names_to_device_cookie(names)?;
    crate::request::redirect(match kind {
        AccountKind::Student => "/lesson",
        AccountKind::Member => "/classes",
    });
    Ok(())
}
