//! Server functions that connect an authenticator app.

use crate::problem::Problem;
use domain::view::SetUpView;
use leptos::prelude::*;

/// Creates or returns the pending secret of this session. This function is a POST although it loads a page, because it
/// writes: a student who sees the secret has reached stage 2.
#[server(prefix = "/sfn", endpoint = "set-up")]
pub async fn load_set_up() -> Result<SetUpView, Problem> {
    use domain::{account::AccountKind, refusal::Refusal};
    let context = crate::request::RequestContext::current()?;
    let who = context.require_may_set_up().await?;
    let state = context.session_state().await?;
    let opened = context.stepwise.set_up.open_set_up(&who, &state).await;
    let page = opened.map_err(|error| {
        let problem = Problem::from(error);
        match problem.refusal {
            Refusal::AlreadyConnected if who.kind() == AccountKind::Member => crate::request::redirect("/account"),
            Refusal::PasskeyNeeded if context.passkeys_here().is_ok() => crate::request::redirect("/set-up/passkey"),
            _ => {}
        }
        problem
    })?;
    if let Some(state) = page.session {
        context.save_session(state).await?;
    }
    let pending = page.secret;
    let qr = crate::components::Qr::of(&pending.otpauth_uri)?;
    Ok(SetUpView {
        login: pending.login,
        kind: pending.kind,
        issuer: page.issuer,
        key: pending.secret.to_base32(),
        otpauth_uri: pending.otpauth_uri,
        qr_path: qr.path,
        qr_side: qr.side,
        lesson_ends: pending.lesson_ends,
        class: pending.class,
        hand: pending.hand,
        replaces: page.replaces,
        offers_passkey: page.offers_passkey && context.passkeys_here().is_ok(),
        instead: page.instead,
        requires_other_factor: page.requires_other_factor,
    })
}

#[server(prefix = "", endpoint = "set-up")]
pub async fn connect(code: String) -> Result<(), Problem> {
    use crate::request::{RequestContext, redirect};
    let context = RequestContext::current()?;
    let who = context.require_may_set_up().await?;
    let state = context.session_state().await?;
    let connected = context.stepwise.set_up.connect(&who, state, &code).await?;
    context.renew_session(connected.session).await?;
    // The user has just used both factors in this browser, so the next sign-in in this browser sends no mail about a
    // new device.
    context.add_names_to_device_cookie(&[who.login()])?;
    let by = Some(domain::factor::FactorKind::Totp);
    super::recovery_codes::show_once(
        &context,
        who.account(),
        (connected.epoch, by),
        &connected.recovery_codes,
    )?;
    redirect("/set-up/recovery-codes");
    Ok(())
}
