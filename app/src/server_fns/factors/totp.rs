//! Server functions that connect an authenticator and show its recovery codes once.

use crate::problem::Problem;
use domain::view::{RecoveryCodesView, SetUpView};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[cfg(feature = "ssr")]
pub const CODES_COOKIE: &str = "recovery_codes";
#[cfg(feature = "ssr")]
const CODES_LIFE: std::time::Duration = std::time::Duration::from_secs(600);

/// Creates or returns the pending secret of this session. Unlike all other functions that load a page it writes: stage
/// 2 is reached when the secret is shown. Therefore it is a POST.
#[server(prefix = "/sfn", endpoint = "set-up")]
pub async fn load_set_up() -> Result<SetUpView, Problem> {
    use domain::{account::AccountKind, factor::FactorKind, refusal::Refusal};
    let context = crate::request::RequestContext::current()?;
    let who = context.require_may_set_up().await?;
    let state = context.session_state().await?;
    let opened = context.stepwise.open_set_up(&who, &state).await;
    let (pending, changed) = opened.map_err(|error| {
        let problem = Problem::from(error);
        if problem.refusal == Refusal::AlreadyConnected && who.kind() == AccountKind::Member {
            crate::request::redirect("/account");
        }
        problem
    })?;
    let now = context.stepwise.now();
    let owes_app = state.owes_app(now);
    let replaces = state.may_replace(now) && !owes_app;
    let offered = context.stepwise.settings().offered.allowed_to(who.role());
    let is_first = who.kind() == AccountKind::Member && !replaces;
    let instead = FactorKind::MESSAGES
        .into_iter()
        .filter(|kind| is_first && offered.has(*kind));
    if let Some(state) = changed {
        context.save_session(state).await?;
    }
    let qr = crate::components::Qr::of(&pending.otpauth_uri)?;
    Ok(SetUpView {
        login: pending.login,
        kind: pending.kind,
        issuer: context.stepwise.settings().issuer.clone(),
        key: pending.secret.to_base32(),
        otpauth_uri: pending.otpauth_uri,
        qr_path: qr.path,
        qr_side: qr.side,
        lesson_ends: pending.lesson_ends,
        class: pending.class,
        replaces,
        instead: instead.collect(),
        owes_app,
    })
}

#[server(prefix = "", endpoint = "set-up")]
pub async fn connect(code: String) -> Result<(), Problem> {
    use crate::request::{RequestContext, redirect};
    let context = RequestContext::current()?;
    let who = context.require_may_set_up().await?;
    let state = context.session_state().await?;
    let connected = context.stepwise.connect(&who, state, &code).await?;
    context.renew_session(connected.session).await?;
    // The user has just proved both factors in this browser, so the next sign-in from it sends no mail about a new
    // device.
    context.add_login_to_device_cookie(who.login())?;
    let by = Some(domain::factor::FactorKind::Totp);
    show_once(
        &context,
        who.account(),
        (connected.epoch, by),
        &connected.recovery_codes,
    )?;
    redirect("/set-up/recovery-codes");
    Ok(())
}

/// The ten recovery codes, until they are confirmed as saved and for at most ten minutes; empty after that.
#[server(prefix = "/sfn", endpoint = "recovery-codes", input = GetUrl)]
pub async fn load_recovery_codes() -> Result<RecoveryCodesView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_signed_in().await?;
    let codes = unsaved_codes(&context, who.account(), who.epoch());
    if codes.is_none() && who.kind() == domain::account::AccountKind::Member {
        crate::request::redirect("/account");
    }
    Ok(codes.unwrap_or_default())
}

/// The codes that this browser still has to confirm. Codes of an earlier epoch, for example before a reset of the
/// authenticator, are ignored.
#[cfg(feature = "ssr")]
pub fn unsaved_codes(
    context: &crate::request::RequestContext,
    account: domain::ids::AccountId,
    epoch: u32,
) -> Option<RecoveryCodesView> {
    let sealed = context.cookie(CODES_COOKIE)?;
    let purpose = codes_purpose(account, epoch);
    let opened = context
        .stepwise
        .once()
        .open(&purpose, &sealed, context.stepwise.now())?;
    serde_json::from_str(&opened).ok()
}

/// Redirects to the recovery codes if they are not confirmed as saved, because they cannot be shown again later.
#[cfg(feature = "ssr")]
pub fn save_codes_first(context: &crate::request::RequestContext, account: domain::ids::AccountId, epoch: u32) {
    if unsaved_codes(context, account, epoch).is_some() {
        crate::request::redirect("/set-up/recovery-codes");
    }
}

/// The user has saved the codes; they are not shown again.
#[server(prefix = "", endpoint = "set-up/saved")]
pub async fn recovery_codes_saved(renewed: Option<String>) -> Result<(), Problem> {
    use crate::request::{RequestContext, redirect};
    use domain::account::AccountKind;
    let context = RequestContext::current()?;
    let who = context.require_signed_in().await?;
    context.remove_cookie(CODES_COOKIE);
    redirect(match who.kind() {
        AccountKind::Student => "/lesson",
        AccountKind::Member if renewed.is_some() => "/account",
        AccountKind::Member => "/classes",
    });
    Ok(())
}

/// Seals new codes into a cookie, from which the page shows them until they are confirmed.
#[cfg(feature = "ssr")]
pub fn show_once(
    context: &crate::request::RequestContext,
    account: domain::ids::AccountId,
    (epoch, connected): (u32, Option<domain::factor::FactorKind>),
    codes: &[domain::recovery::RecoveryCode],
) -> Result<(), Problem> {
    let shown = RecoveryCodesView {
        connected,
        codes: codes.iter().map(ToString::to_string).collect(),
    };
    let shown = serde_json::to_string(&shown).map_err(|_| domain::refusal::Refusal::Unavailable)?;
    let sealed = context.stepwise.once().seal(
        &codes_purpose(account, epoch),
        &shown,
        context.stepwise.now(),
        CODES_LIFE,
    )?;
    context.set_cookie(CODES_COOKIE, &sealed, CODES_LIFE);
    Ok(())
}

#[cfg(feature = "ssr")]
fn codes_purpose(account: domain::ids::AccountId, epoch: u32) -> String {
    format!("recovery-codes:{account}:{epoch}")
}
