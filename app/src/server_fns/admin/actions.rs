//! Server functions with which an administrator changes something.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
const CODE: &str = "enrolment_code";
#[cfg(feature = "ssr")]
pub(super) const INVITE: &str = "invite";

/// Accepts another code of the second factor, which allows changes for the next ten minutes.
#[server(prefix = "", endpoint = "admin/again")]
pub async fn reauthenticate_admin(code: String, #[server(default)] to: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_admin_member().await?;
    let state = context.session_state().await?;
    let proved = context
        .stepwise
        .prove_admin(&who, state, &code, context.client_ip())
        .await;
    context.renew_session(proved?).await?;
    crate::request::redirect(page_of_ours(&to));
    Ok(())
}

/// The page from which the form was sent. Any other address is replaced, so that the redirect stays on this site.
#[cfg(feature = "ssr")]
fn page_of_ours(to: &str) -> &str {
    let plain = to
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-'));
    match to {
        to if plain && to.starts_with("/admin") => to,
        _ => "/admin",
    }
}

#[server(prefix = "", endpoint = "admin/account-act")]
pub async fn act_on_account(id: String, act: String, #[server(default)] seen: String) -> Result<(), Problem> {
    use domain::{ids::AccountId, refusal::Refusal};
    let context = crate::request::RequestContext::current()?;
    let admin = context.require_fresh_admin().await?;
    let account: AccountId = id.parse().map_err(|_| Refusal::NotFound)?;
    let act = backend::service::AccountAct::from_code(&act).ok_or(Refusal::BadRequest)?;
    let seen = seen.parse().map_err(|_| Refusal::BadRequest)?;
    context.stepwise.act_on_account(admin, account, act, seen).await?;
    // Administrators who have given up their own rights may not see these pages any more.
    crate::request::redirect(&match account == admin.account() {
        true => "/sign-in".to_owned(),
        false => format!("/admin/accounts/{account}?done=act"),
    });
    Ok(())
}

/// Issues a code for a new phone. It is shown on the next page only.
#[server(prefix = "", endpoint = "admin/enrolment-code")]
pub async fn issue_code(id: String, #[server(default)] seen: String) -> Result<(), Problem> {
    use domain::{ids::AccountId, refusal::Refusal};
    let context = crate::request::RequestContext::current()?;
    let admin = context.require_fresh_admin().await?;
    let account: AccountId = id.parse().map_err(|_| Refusal::NotFound)?;
    let seen = seen.parse().map_err(|_| Refusal::BadRequest)?;
    let code = context.stepwise.issue_enrolment_code(admin, account, seen).await?;
    show_once(&context, admin, CODE, &format!("{account} {code}"))?;
    crate::request::redirect("/admin/code");
    Ok(())
}

/// An issued code, and the account it is for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentCode {
    pub id: domain::ids::AccountId,
    pub username: String,
    pub code: String,
}

impl core::fmt::Debug for EnrolmentCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("EnrolmentCode")
    }
}

/// Returns the code until it was handed over, or for at most ten minutes.
#[server(prefix = "/sfn", endpoint = "admin/code", input = GetUrl)]
pub async fn load_enrolment_code() -> Result<Option<EnrolmentCode>, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_admin_member().await?;
    let shown = shown_once(&context, &who, CODE);
    let Some((id, code)) = shown.as_deref().and_then(|shown| shown.split_once(' ')) else {
        return Ok(None);
    };
    let Ok(id) = id.parse() else { return Ok(None) };
    let found = context
        .stepwise
        .account_for_admin(&who, &context.session_state().await?, id)
        .await;
    let account = found?.account;
    Ok(Some(EnrolmentCode {
        id,
        username: account.username,
        code: code.to_owned(),
    }))
}

/// The administrator has handed the code over; it is not shown again.
#[server(prefix = "", endpoint = "admin/handed-over")]
pub async fn code_handed_over() -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    context.require_admin_member().await?;
    context.remove_cookie(CODE);
    crate::request::redirect("/admin/rescues");
    Ok(())
}

#[server(prefix = "", endpoint = "admin/decline")]
pub async fn decline_rescue(id: String) -> Result<(), Problem> {
    use domain::refusal::Refusal;
    let context = crate::request::RequestContext::current()?;
    let admin = context.require_fresh_admin().await?;
    let rescue = id.parse().map_err(|_| Refusal::NotFound)?;
    context.stepwise.decline_rescue(admin, rescue).await?;
    crate::request::redirect("/admin/rescues?done=declined");
    Ok(())
}

#[server(prefix = "", endpoint = "admin/invite")]
pub async fn make_invite() -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let admin = context.require_fresh_admin().await?;
    let link = context.stepwise.invite_by(admin).await;
    show_once(&context, admin, INVITE, &link?)?;
    crate::request::redirect("/admin/invites");
    Ok(())
}

#[server(prefix = "", endpoint = "admin/revoke-invite")]
pub async fn revoke_invite(#[server(default)] hash: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let admin = context.require_fresh_admin().await?;
    context.stepwise.revoke_invitation(admin, &hash).await?;
    context.remove_cookie(INVITE);
    crate::request::redirect("/admin/invites");
    Ok(())
}

/// Seals the content into a cookie for this administrator in this browser.
#[cfg(feature = "ssr")]
fn show_once(
    context: &crate::request::RequestContext,
    admin: backend::access::FreshAdmin,
    what: &'static str,
    content: &str,
) -> Result<(), Problem> {
    Ok(context.set_sealed(&shown_cookie(what, admin.account()), content)?)
}

#[cfg(feature = "ssr")]
pub(super) fn shown_once(
    context: &crate::request::RequestContext,
    who: &backend::access::Member,
    what: &'static str,
) -> Option<String> {
    context.sealed(&shown_cookie(what, who.account()))
}

#[cfg(feature = "ssr")]
fn shown_cookie(what: &str, admin: domain::ids::AccountId) -> crate::request::SealedCookie {
    crate::request::SealedCookie::shown_once(what, format!("{what}:{admin}"))
}
