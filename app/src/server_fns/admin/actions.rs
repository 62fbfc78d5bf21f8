//! Server functions for the changes that administrators make.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};
const CODE: &str = "enrolment_code";
pub(super) const INVITE: &str = "invite";

/// Checks a new code of the second factor. After that, the administrator can change data for ten minutes.
#[server(prefix = "", endpoint = "admin/again")]
pub async fn reauthenticate_admin(
    code: String,
    #[server(default)] passkey: String,
    #[server(default)] to: String,
) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_admin_member().await?;
    let state = context.session_state().await?;
    let passkey = match passkey.as_str() {
        "" => None,
        answer => Some(backend::factors::passkeys::PasskeyAnswer::parse(answer)?),
    };
    let proved = context
        .stepwise
        .auth
        .reauthenticate_admin(&who, state, &code, passkey.as_ref(), context.client_ip())
        .await;
    context.renew_session(proved?).await?;
    crate::request::redirect(page_of_ours(&to));
    Ok(())
}

/// Returns `to` if it is the path of an administrator page, otherwise `/admin`, so that the redirect stays on this
/// site.
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
    let act = backend::admin::AccountAct::from_code(&act).ok_or(Refusal::BadRequest)?;
    let seen = seen.parse().map_err(|_| Refusal::BadRequest)?;
    context.stepwise.admin.act_on_account(admin, account, act, seen).await?;
    // Administrators who have given up their own role are not allowed to see these pages any more.
    crate::request::redirect(&match account == admin.account() {
        true => "/sign-in".to_owned(),
        false => format!("/admin/accounts/{account}?done=act"),
    });
    Ok(())
}

/// Issues an enrolment code, with which the member connects a new phone. Only the next page shows the code.
#[server(prefix = "", endpoint = "admin/enrolment-code")]
pub async fn issue_code(id: String, #[server(default)] seen: String) -> Result<(), Problem> {
    use domain::{ids::AccountId, refusal::Refusal};
    let context = crate::request::RequestContext::current()?;
    let admin = context.require_fresh_admin().await?;
    let account: AccountId = id.parse().map_err(|_| Refusal::NotFound)?;
    let seen = seen.parse().map_err(|_| Refusal::BadRequest)?;
    let code = context
        .stepwise
        .admin
        .issue_enrolment_code(admin, account, seen)
        .await?;
    show_once(&context, admin, CODE, &format!("{account} {code}"))?;
    crate::request::redirect("/admin/code");
    Ok(())
}

/// An issued enrolment code, and the account for which it was issued.
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

/// Returns the issued code until the administrator confirms that it was handed over, for at most ten minutes.
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
        .admin
        .account_for_admin(&who, &context.session_state().await?, id)
        .await;
    let account = found?.account;
    Ok(Some(EnrolmentCode {
        id,
        username: account.username,
        code: code.to_owned(),
    }))
}

/// The administrator has handed the code over, so the code is not shown again.
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
    context.stepwise.admin.decline_rescue(admin, rescue).await?;
    crate::request::redirect("/admin/rescues?done=declined");
    Ok(())
}

#[server(prefix = "", endpoint = "admin/invite")]
pub async fn make_invite() -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let admin = context.require_fresh_admin().await?;
    let link = context.stepwise.admin.invite_as(admin).await;
    show_once(&context, admin, INVITE, &link?)?;
    crate::request::redirect("/admin/invites");
    Ok(())
}

#[server(prefix = "", endpoint = "admin/revoke-invite")]
pub async fn revoke_invite(#[server(default)] hash: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let admin = context.require_fresh_admin().await?;
    context.stepwise.admin.revoke_invitation(admin, &hash).await?;
    context.remove_cookie(INVITE);
    crate::request::redirect("/admin/invites");
    Ok(())
}

/// Seals the content into a cookie of this browser. Only the same administrator can read it again.
fn show_once(
    context: &crate::request::RequestContext,
    admin: backend::access::ReauthenticatedAdmin,
    what: &'static str,
    content: &str,
) -> Result<(), Problem> {
    Ok(context.set_sealed(&shown_cookie(what, admin.account()), content)?)
}
pub(super) fn shown_once(
    context: &crate::request::RequestContext,
    who: &backend::access::Member,
    what: &'static str,
) -> Option<String> {
    context.sealed(&shown_cookie(what, who.account()))
}
fn shown_cookie(what: &str, admin: domain::ids::AccountId) -> crate::request::SealedCookie {
    crate::request::SealedCookie::shown_once(what, format!("{what}:{admin}"))
}
