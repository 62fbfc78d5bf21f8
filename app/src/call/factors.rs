//! A member's second factors besides the app: connecting and removing them, their order, browsers that are trusted.

use crate::problem::Problem;
use domain::{
    factor::FactorKind,
    view::{FactorPrerequisites, MessageSetUpView, ReauthenticationView},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The cookie of a trusted browser, which may sign in without a code.
#[cfg(feature = "ssr")]
pub const TRUSTED: &str = "trusted_browser";

/// Loads the page for changing this kind of factor. It does not exist if the operator does not offer the kind.
#[server(prefix = "/sfn", endpoint = "factor", input = GetUrl)]
pub async fn load_factor(kind: FactorKind) -> Result<FactorPrerequisites, Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.member_or_sent_away().await?;
    let before = visit.stepwise.before_connecting(&who, kind).await;
    before.map_err(|error| visit.problem(error))
}

/// The ways in which codes can be sent to this member, for pages that require password and code again.
#[server(prefix = "/sfn", endpoint = "ways-again", input = GetUrl)]
pub async fn load_ways_again() -> Result<ReauthenticationView, Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.member_or_sent_away().await?;
    visit
        .stepwise
        .ways_again(&who)
        .await
        .map_err(|error| visit.problem(error))
}

/// Accepts password and code again, so that this session may connect another factor.
#[server(prefix = "", endpoint = "account/connect")]
pub async fn connect_factor(kind: FactorKind, password: String, code: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let (who, again) = super::account::once_more(&visit, password, code).await?;
    let state = visit.state().await?;
    let allowed = visit.stepwise.allow_connecting(who, &again, kind, state);
    visit
        .arrive(allowed.await.map_err(|error| visit.problem(error))?)
        .await?;
    crate::web::go(match kind {
        FactorKind::Totp => "/set-up",
        FactorKind::Email => "/set-up/email",
        FactorKind::Sms => "/set-up/sms",
    });
    Ok(())
}

#[server(prefix = "", endpoint = "account/remove")]
pub async fn remove_factor(kind: FactorKind, password: String, code: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let (who, again) = super::account::once_more(&visit, password, code).await?;
    let state = visit.state().await?;
    let removed = visit.stepwise.remove_factor(who, &again, kind, state).await;
    visit.arrive(removed.map_err(|error| visit.problem(error))?).await?;
    crate::web::go("/account?done=removed");
    Ok(())
}

#[server(prefix = "", endpoint = "account/ask-first")]
pub async fn ask_first(kind: FactorKind, password: String, code: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let (who, again) = super::account::once_more(&visit, password, code).await?;
    let done = visit.stepwise.ask_first(who, &again, kind).await;
    done.map_err(|error| visit.problem(error))?;
    crate::web::go("/account?done=order");
    Ok(())
}

/// Sends a code for a page that asks for password and code again.
#[server(prefix = "", endpoint = "account/send-code")]
pub async fn send_again_code(kind: FactorKind) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.member_or_sent_away().await?;
    let state = visit.state().await?;
    let sent = visit.stepwise.send_again_code(&who, state, kind, &visit.agent()).await;
    visit.keep(sent.map_err(|error| visit.problem(error))?).await?;
    visit.go_back();
    Ok(())
}

#[server(prefix = "", endpoint = "account/end-trust")]
pub async fn end_trust(browser: String) -> Result<(), Problem> {
    use domain::refusal::Refusal;
    let visit = crate::web::Visit::current()?;
    let who = visit.member_or_sent_away().await?;
    let id: domain::ids::TrustedBrowserId = browser.parse().map_err(|_| visit.problem(Refusal::NotFound))?;
    let ended = visit.stepwise.end_trust(&who, id).await;
    ended.map_err(|error| visit.problem(error))?;
    crate::web::go("/account?done=trust");
    Ok(())
}

#[server(prefix = "/sfn", endpoint = "message-set-up", input = GetUrl)]
pub async fn load_message_set_up(kind: FactorKind) -> Result<MessageSetUpView, Problem> {
    use domain::{account::AccountKind, refusal::Refusal};
    let visit = crate::web::Visit::current()?;
    let who = may_connect(&visit, Some(kind)).await?;
    let state = visit.state().await?;
    let set_up = visit.stepwise.message_set_up(&who, &state, kind).await;
    set_up.map_err(|error| {
        let problem = visit.problem(error);
        if problem.refusal == Refusal::AlreadyConnected {
            crate::web::go(match who.kind() {
                AccountKind::Member => "/account",
                AccountKind::Student => "/lesson",
            });
        }
        problem
    })
}

/// Sends a code to the mailbox or phone that is being connected.
#[server(prefix = "", endpoint = "set-up/send")]
pub async fn send_set_up_code(kind: FactorKind, number: Option<String>) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let who = may_connect(&visit, Some(kind)).await?;
    let state = visit.state().await?;
    let to = (kind, number.as_deref());
    let sent = visit.stepwise.send_set_up_code(&who, state, to, &visit.agent()).await;
    visit.keep(sent.map_err(|error| visit.problem(error))?).await?;
    crate::web::go(&format!("/set-up/{}", kind.code()));
    Ok(())
}

/// Accepts the code that was sent to that mailbox or phone.
#[server(prefix = "", endpoint = "set-up/message")]
pub async fn connect_message(code: String) -> Result<(), Problem> {
    use domain::account::AccountKind;
    let visit = crate::web::Visit::current()?;
    let who = may_connect(&visit, None).await?;
    let state = visit.state().await?;
    let by = state.sent_code().map(|asked| asked.by);
    let connected = visit
        .stepwise
        .connect_message(&who, state, &code, visit.address())
        .await
        .map_err(|error| visit.problem(error))?;
    visit.arrive(connected.session).await?;
    visit.know_browser(who.login())?;
    if connected.recovery_codes.is_empty() {
        crate::web::go(match connected.kind {
            AccountKind::Member => "/account?done=connected",
            AccountKind::Student => "/lesson",
        });
        return Ok(());
    }
    super::set_up::show_once(&visit, who.account(), (connected.epoch, by), &connected.recovery_codes)?;
    crate::web::go("/set-up/recovery-codes");
    Ok(())
}

/// The session's right to connect a factor. If the operator does not offer the kind to members, only signed-in users
/// learn that.
#[cfg(feature = "ssr")]
async fn may_connect(
    visit: &crate::web::Visit,
    kind: Option<FactorKind>,
) -> Result<backend::access::MaySetUp, Problem> {
    let offered = visit.stepwise.settings().offered;
    let is_offered = kind.map_or(offered.messages(), |kind| offered.has(kind));
    if !is_offered {
        visit.signed_in_or_sent_away().await?;
    }
    visit.may_set_up_or_sent_away().await
}
