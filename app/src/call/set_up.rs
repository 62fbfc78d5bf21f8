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
    let visit = crate::web::Visit::current()?;
    let who = visit.may_set_up_or_sent_away().await?;
    let state = visit.state().await?;
    let opened = visit.stepwise.open_set_up(&who, &state).await;
    let (pending, changed) = opened.map_err(|error| {
        let problem = visit.problem(error);
        if problem.refusal == Refusal::AlreadyConnected && who.kind() == AccountKind::Member {
            crate::web::go("/account");
        }
        problem
    })?;
    let now = visit.stepwise.now();
    let requires_app = state.requires_app(now);
    let replaces = state.may_replace(now) && !requires_app;
    let offered = visit.stepwise.settings().offered.allowed_to(who.role());
    let is_first = who.kind() == AccountKind::Member && !replaces;
    let instead = FactorKind::MESSAGES
        .into_iter()
        .filter(|kind| is_first && offered.has(*kind));
    if let Some(state) = changed {
        visit.keep(state).await?;
    }
    let qr = crate::component::Qr::of(&pending.otpauth_uri).map_err(|refusal| visit.problem(refusal))?;
    Ok(SetUpView {
        login: pending.login,
        kind: pending.kind,
        issuer: visit.stepwise.settings().issuer.clone(),
        key: pending.secret.to_base32(),
        otpauth_uri: pending.otpauth_uri,
        qr_path: qr.path,
        qr_side: qr.side,
        lesson_ends: pending.lesson_ends,
        class: pending.class,
        replaces,
        instead: instead.collect(),
        requires_app,
    })
}

#[server(prefix = "", endpoint = "set-up")]
pub async fn connect(code: String) -> Result<(), Problem> {
    use crate::web::{Visit, go};
    let visit = Visit::current()?;
    let who = visit.may_set_up_or_sent_away().await?;
    let state = visit.state().await?;
    let connected = visit
        .stepwise
        .connect(&who, state, &code)
        .await
        .map_err(|error| visit.problem(error))?;
    visit.arrive(connected.session).await?;
    // The user has just proved both factors in this browser, so the next sign-in from it sends no mail about a new
    // device.
    visit.know_browser(who.login())?;
    let by = Some(domain::factor::FactorKind::Totp);
    show_once(&visit, who.account(), (connected.epoch, by), &connected.recovery_codes)?;
    go("/set-up/recovery-codes");
    Ok(())
}

/// The ten recovery codes, until they are confirmed as saved and for at most ten minutes; empty after that.
#[server(prefix = "/sfn", endpoint = "recovery-codes", input = GetUrl)]
pub async fn load_recovery_codes() -> Result<RecoveryCodesView, Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.signed_in_or_sent_away().await?;
    let codes = unsaved_codes(&visit, who.account(), who.epoch());
    if codes.is_none() && who.kind() == domain::account::AccountKind::Member {
        crate::web::go("/account");
    }
    Ok(codes.unwrap_or_default())
}

/// The codes that this browser still has to confirm. Codes of an earlier epoch, for example before a reset of the
/// authenticator, are ignored.
#[cfg(feature = "ssr")]
pub fn unsaved_codes(
    visit: &crate::web::Visit,
    account: domain::ids::AccountId,
    epoch: u32,
) -> Option<RecoveryCodesView> {
    let sealed = visit.cookie(CODES_COOKIE)?;
    let purpose = codes_purpose(account, epoch);
    let opened = visit.stepwise.once().open(&purpose, &sealed, visit.stepwise.now())?;
    serde_json::from_str(&opened).ok()
}

/// Redirects to the recovery codes if they are not confirmed as saved, because they cannot be shown again later.
#[cfg(feature = "ssr")]
pub fn save_codes_first(visit: &crate::web::Visit, account: domain::ids::AccountId, epoch: u32) {
    if unsaved_codes(visit, account, epoch).is_some() {
        crate::web::go("/set-up/recovery-codes");
    }
}

/// The user has saved the codes; they are not shown again.
#[server(prefix = "", endpoint = "set-up/saved")]
pub async fn recovery_codes_saved(renewed: Option<String>) -> Result<(), Problem> {
    use crate::web::{Visit, go};
    use domain::account::AccountKind;
    let visit = Visit::current()?;
    let who = visit.signed_in_or_sent_away().await?;
    visit.forget_cookie(CODES_COOKIE);
    go(match who.kind() {
        AccountKind::Student => "/lesson",
        AccountKind::Member if renewed.is_some() => "/account",
        AccountKind::Member => "/classes",
    });
    Ok(())
}

/// Seals new codes into a cookie, from which the page shows them until they are confirmed.
#[cfg(feature = "ssr")]
pub fn show_once(
    visit: &crate::web::Visit,
    account: domain::ids::AccountId,
    (epoch, connected): (u32, Option<domain::factor::FactorKind>),
    codes: &[domain::recovery_code::RecoveryCode],
) -> Result<(), Problem> {
    let shown = RecoveryCodesView {
        connected,
        codes: codes.iter().map(ToString::to_string).collect(),
    };
    let shown = serde_json::to_string(&shown).map_err(|_| visit.problem(domain::refusal::Refusal::Unavailable))?;
    let sealed = visit
        .stepwise
        .once()
        .seal(&codes_purpose(account, epoch), &shown, visit.stepwise.now(), CODES_LIFE)
        .map_err(|error| visit.problem(error))?;
    visit.set_cookie(CODES_COOKIE, &sealed, CODES_LIFE);
    Ok(())
}

#[cfg(feature = "ssr")]
fn codes_purpose(account: domain::ids::AccountId, epoch: u32) -> String {
    format!("recovery-codes:{account}:{epoch}")
}
