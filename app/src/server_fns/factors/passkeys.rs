//! Server functions that connect, name and remove passkeys.

use crate::problem::Problem;
use domain::view::{PasskeySetUpView, PasskeyView};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/sfn", endpoint = "passkey-set-up", input = GetUrl)]
pub async fn load_passkey_set_up() -> Result<PasskeySetUpView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = may_create(&context).await?;
    let state = context.session_state().await?;
    let set_up = context.stepwise.set_up.passkey_set_up(&who, &state).await;
    let set_up = set_up.map_err(|error| super::leave_if_connected(error, who.kind()))?;
    Ok(PasskeySetUpView {
        suggested_name: context.user_agent_label(),
        ..set_up
    })
}

/// Connects the passkey that the browser has created.
#[server(prefix = "", endpoint = "set-up/passkey")]
pub async fn connect_passkey(name: String, passkey: String) -> Result<(), Problem> {
    use backend::factors::passkeys::NewPasskey;
    let context = crate::request::RequestContext::current()?;
    let who = may_create(&context).await?;
    let state = context.session_state().await?;
    let new = NewPasskey::parse(&passkey)?;
    let connected = context
        .stepwise
        .set_up
        .connect_passkey(&who, state, &new, &name)
        .await?;
    context.renew_session(connected.session).await?;
    context.add_names_to_device_cookie(&[who.login()])?;
    if connected.recovery_codes.is_empty() {
        crate::request::redirect("/account?done=connected");
        return Ok(());
    }
    let by = Some(domain::factor::FactorKind::Passkey);
    let epoch = connected.epoch;
    super::recovery_codes::show_once(&context, who.account(), (epoch, by), &connected.recovery_codes)?;
    crate::request::redirect("/set-up/recovery-codes");
    Ok(())
}

/// The session's right to create a passkey. Where passkeys do not work, new members who have no second factor yet are
/// redirected to the set-up of the app.
async fn may_create(context: &crate::request::RequestContext) -> Result<backend::access::MaySetUp, Problem> {
    if context.passkeys_here().is_err() {
        context.require_signed_in().await?;
        return Err(domain::refusal::Refusal::NotFound.into());
    }
    context.require_may_set_up().await
}

#[server(prefix = "/sfn", endpoint = "passkey", input = GetUrl)]
pub async fn load_passkey(id: String) -> Result<PasskeyView, Problem> {
    use domain::refusal::Refusal;
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    Ok(context.stepwise.set_up.passkey(&who, id).await?)
}

#[server(prefix = "", endpoint = "account/passkeys/rename")]
pub async fn rename_passkey(id: String, name: String) -> Result<(), Problem> {
    use domain::refusal::Refusal;
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    context.stepwise.set_up.rename_passkey(&who, id, &name).await?;
    crate::request::redirect("/account?done=passkey-named");
    Ok(())
}

#[server(prefix = "", endpoint = "account/passkeys/remove")]
pub async fn remove_passkey(
    id: String,
    password: String,
    code: String,
    #[server(default)] passkey: String,
) -> Result<(), Problem> {
    use domain::refusal::Refusal;
    let context = crate::request::RequestContext::current()?;
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    let (who, again) = crate::server_fns::members::reauthentication(&context, password, code, &passkey).await?;
    let state = context.session_state().await?;
    let removed = context.stepwise.set_up.remove_passkey(who, &again, id, state).await;
    context.renew_session(removed?).await?;
    crate::request::redirect("/account?done=removed");
    Ok(())
}
