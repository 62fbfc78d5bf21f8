//! Server functions for second factors besides the app: connecting and removing them, their order, and trusted
//! browsers.

use crate::problem::Problem;
use domain::{
    factor::FactorKind,
    view::{FactorPrerequisites, MessageSetUpView, ReauthenticationView},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The cookie of a trusted browser, in which a member can sign in without a code.
pub const TRUSTED: &str = "trusted_browser";

/// Loads the page for changing this kind of factor. The page is not found if the operator does not offer the kind.
#[server(prefix = "/sfn", endpoint = "factor", input = GetUrl)]
pub async fn load_factor(kind: FactorKind) -> Result<FactorPrerequisites, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    Ok(context.stepwise.set_up.before_connecting(&who, kind).await?)
}

/// The member's factors, for pages that ask for password and code again and can send the code.
#[server(prefix = "/sfn", endpoint = "ways-again", input = GetUrl)]
pub async fn load_reauthentication_factors() -> Result<ReauthenticationView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    let again = context.stepwise.auth.reauthentication_factors(&who).await?;
    Ok(context.reauthentication_here(again))
}

/// Checks password and code again, and allows this session to connect another factor.
#[server(prefix = "", endpoint = "account/connect")]
pub async fn connect_factor(
    kind: FactorKind,
    password: String,
    code: String,
    #[server(default)] passkey: String,
) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let (who, again) = crate::server_fns::members::reauthentication(&context, password, code, &passkey).await?;
    let state = context.session_state().await?;
    let allowed = context.stepwise.set_up.allow_connecting(who, &again, kind, state);
    context.renew_session(allowed.await?).await?;
    crate::request::redirect(match kind {
        FactorKind::Totp => "/set-up",
        FactorKind::Passkey => "/set-up/passkey",
        FactorKind::Email => "/set-up/email",
        FactorKind::Sms => "/set-up/sms",
    });
    Ok(())
}

#[server(prefix = "", endpoint = "account/remove")]
pub async fn remove_factor(
    kind: FactorKind,
    password: String,
    code: String,
    #[server(default)] passkey: String,
) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let (who, again) = crate::server_fns::members::reauthentication(&context, password, code, &passkey).await?;
    let state = context.session_state().await?;
    let removed = context.stepwise.set_up.remove_factor(who, &again, kind, state).await;
    context.renew_session(removed?).await?;
    crate::request::redirect("/account?done=removed");
    Ok(())
}

#[server(prefix = "", endpoint = "account/ask-first")]
pub async fn prefer_factor(
    kind: FactorKind,
    password: String,
    code: String,
    #[server(default)] passkey: String,
) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let (who, again) = crate::server_fns::members::reauthentication(&context, password, code, &passkey).await?;
    context.stepwise.set_up.ask_first(who, &again, kind).await?;
    crate::request::redirect("/account?done=order");
    Ok(())
}

/// Sends a code to a member who has to enter password and code again.
#[server(prefix = "", endpoint = "account/send-code")]
pub async fn send_reauthentication_code(kind: FactorKind) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    let state = context.session_state().await?;
    let sent = context
        .stepwise
        .auth
        .send_reauthentication_code(&who, state, kind, &context.user_agent_label())
        .await;
    context.save_session(sent?).await?;
    context.redirect_back();
    Ok(())
}

#[server(prefix = "", endpoint = "account/end-trust")]
pub async fn end_trust(browser: String) -> Result<(), Problem> {
    use domain::refusal::Refusal;
    let context = crate::request::RequestContext::current()?;
    let who = context.require_member().await?;
    let id: domain::ids::TrustedBrowserId = browser.parse().map_err(|_| Refusal::NotFound)?;
    context.stepwise.auth.end_trust(&who, id).await?;
    crate::request::redirect("/account?done=trust");
    Ok(())
}

#[server(prefix = "/sfn", endpoint = "message-set-up", input = GetUrl)]
pub async fn load_message_set_up(kind: FactorKind) -> Result<MessageSetUpView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = may_connect(&context, Some(kind)).await?;
    let state = context.session_state().await?;
    let set_up = context.stepwise.set_up.message_set_up(&who, &state, kind).await;
    set_up.map_err(|error| super::leave_if_connected(error, who.kind()))
}

/// Sends a code to the mailbox or phone that the user wants to connect.
#[server(prefix = "", endpoint = "set-up/send")]
pub async fn send_set_up_code(kind: FactorKind, number: Option<String>) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = may_connect(&context, Some(kind)).await?;
    let state = context.session_state().await?;
    let to = (kind, number.as_deref());
    let sent = context
        .stepwise
        .set_up
        .send_set_up_code(&who, state, to, &context.user_agent_label())
        .await;
    context.save_session(sent?).await?;
    crate::request::redirect(&format!("/set-up/{}", kind.code()));
    Ok(())
}

/// Checks the code that was sent, and connects the mailbox or phone.
#[server(prefix = "", endpoint = "set-up/message")]
pub async fn connect_message(code: String) -> Result<(), Problem> {
    use domain::account::AccountKind;
    let context = crate::request::RequestContext::current()?;
    let who = may_connect(&context, None).await?;
    let state = context.session_state().await?;
    let by = state.sent_code().map(|asked| asked.by);
    let connected = context
        .stepwise
        .set_up
        .connect_message(&who, state, &code, context.client_ip())
        .await?;
    context.renew_session(connected.session).await?;
    context.add_names_to_device_cookie(&[who.login()])?;
    if connected.recovery_codes.is_empty() {
        crate::request::redirect(match connected.kind {
            AccountKind::Member => "/account?done=connected",
            AccountKind::Student => "/lesson/messages",
        });
        return Ok(());
    }
    super::recovery_codes::show_once(
        &context,
        who.account(),
        (connected.epoch, by),
        &connected.recovery_codes,
    )?;
    crate::request::redirect("/set-up/recovery-codes");
    Ok(())
}

/// The session's right to connect a factor. If the operator does not offer this kind to members, new members who have
/// no second factor yet are redirected to the set-up of the app.
async fn may_connect(
    context: &crate::request::RequestContext,
    kind: Option<FactorKind>,
) -> Result<backend::access::MaySetUp, Problem> {
    let offered = context.stepwise.settings().offered;
    let is_offered = kind.map_or(offered.messages(), |kind| offered.has(kind));
    if !is_offered {
        context.require_signed_in().await?;
    }
    context.require_may_set_up().await
}
