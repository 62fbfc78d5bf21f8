//! Server functions of the administrator pages. Other users get 404.

mod look;

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
pub use look::audit_filter;
pub use look::{
    AuditQuery, Rescues, load_admin, load_admin_account, load_admin_accounts, load_admin_audit, load_admin_classes,
    load_admin_invites, load_admin_rescues, load_admin_server,
};
use serde::{Deserialize, Serialize};

/// How long the sealed cookie keeps a new link or code, which the next page shows.
#[cfg(feature = "ssr")]
const SHOWN_FOR: std::time::Duration = std::time::Duration::from_secs(600);
#[cfg(feature = "ssr")]
const CODE: &str = "enrolment_code";
#[cfg(feature = "ssr")]
const INVITE: &str = "invite";

/// Accepts another code of the second factor, which allows changes for the next ten minutes.
#[server(prefix = "", endpoint = "admin/again")]
pub async fn prove_admin(code: String, #[server(default)] to: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.administrator().await?;
    let state = visit.state().await?;
    let proved = visit
        .stepwise
        .auth
        .reauthenticate_admin(&who, state, &code, visit.address())
        .await;
    visit.arrive(proved.map_err(|error| visit.problem(error))?).await?;
    crate::web::go(page_of_ours(&to));
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
    let visit = crate::web::Visit::current()?;
    let admin = visit.fresh_admin().await?;
    let account: AccountId = id.parse().map_err(|_| visit.problem(Refusal::NotFound))?;
    let act = backend::admin::AccountAct::from_code(&act).ok_or_else(|| visit.problem(Refusal::BadRequest))?;
    let seen = seen.parse().map_err(|_| visit.problem(Refusal::BadRequest))?;
    let done = visit.stepwise.admin.act_on_account(admin, account, act, seen).await;
    done.map_err(|error| visit.problem(error))?;
    // Administrators who have given up their own rights may not see these pages any more.
    crate::web::go(&match account == admin.account() {
        true => "/sign-in".to_owned(),
        false => format!("/admin/accounts/{account}?done=act"),
    });
    Ok(())
}

/// Issues a code for a new phone. It is shown on the next page only.
#[server(prefix = "", endpoint = "admin/enrolment-code")]
pub async fn issue_code(id: String, #[server(default)] seen: String) -> Result<(), Problem> {
    use domain::{ids::AccountId, refusal::Refusal};
    let visit = crate::web::Visit::current()?;
    let admin = visit.fresh_admin().await?;
    let account: AccountId = id.parse().map_err(|_| visit.problem(Refusal::NotFound))?;
    let seen = seen.parse().map_err(|_| visit.problem(Refusal::BadRequest))?;
    let code = visit.stepwise.admin.issue_enrolment_code(admin, account, seen).await;
    let code = code.map_err(|error| visit.problem(error))?;
    show_once(&visit, admin, CODE, &format!("{account} {code}"))?;
    crate::web::go("/admin/code");
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
    let visit = crate::web::Visit::current()?;
    let who = visit.administrator().await?;
    let shown = shown_once(&visit, &who, CODE);
    let Some((id, code)) = shown.as_deref().and_then(|shown| shown.split_once(' ')) else {
        return Ok(None);
    };
    let Ok(id) = id.parse() else { return Ok(None) };
    let found = visit
        .stepwise
        .admin
        .account_for_admin(&who, &visit.state().await?, id)
        .await;
    let account = found.map_err(|error| visit.problem(error))?.account;
    Ok(Some(EnrolmentCode {
        id,
        username: account.username,
        code: code.to_owned(),
    }))
}

/// The administrator has handed the code over; it is not shown again.
#[server(prefix = "", endpoint = "admin/handed-over")]
pub async fn code_handed_over() -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    visit.administrator().await?;
    visit.forget_cookie(CODE);
    crate::web::go("/admin/rescues");
    Ok(())
}

#[server(prefix = "", endpoint = "admin/decline")]
pub async fn decline_rescue(id: String) -> Result<(), Problem> {
    use domain::refusal::Refusal;
    let visit = crate::web::Visit::current()?;
    let admin = visit.fresh_admin().await?;
    let rescue = id.parse().map_err(|_| visit.problem(Refusal::NotFound))?;
    let done = visit.stepwise.admin.decline_rescue(admin, rescue).await;
    done.map_err(|error| visit.problem(error))?;
    crate::web::go("/admin/rescues?done=declined");
    Ok(())
}

#[server(prefix = "", endpoint = "admin/invite")]
pub async fn make_invite() -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let admin = visit.fresh_admin().await?;
    let link = visit.stepwise.admin.invite_as(admin).await;
    show_once(&visit, admin, INVITE, &link.map_err(|error| visit.problem(error))?)?;
    crate::web::go("/admin/invites");
    Ok(())
}

#[server(prefix = "", endpoint = "admin/revoke-invite")]
pub async fn revoke_invite(#[server(default)] hash: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let admin = visit.fresh_admin().await?;
    let revoked = visit.stepwise.admin.revoke_invitation(admin, &hash).await;
    revoked.map_err(|error| visit.problem(error))?;
    visit.forget_cookie(INVITE);
    crate::web::go("/admin/invites");
    Ok(())
}

/// Seals the content into a cookie for this administrator in this browser.
#[cfg(feature = "ssr")]
fn show_once(
    visit: &crate::web::Visit,
    admin: backend::access::ReauthenticatedAdmin,
    what: &'static str,
    content: &str,
) -> Result<(), Problem> {
    let purpose = format!("{what}:{}", admin.account());
    let sealed = visit
        .stepwise
        .sealer()
        .seal(&purpose, content, visit.stepwise.now(), SHOWN_FOR)
        .map_err(|error| visit.problem(error))?;
    visit.set_cookie(what, &sealed, SHOWN_FOR);
    Ok(())
}

#[cfg(feature = "ssr")]
fn shown_once(visit: &crate::web::Visit, who: &backend::access::Member, what: &'static str) -> Option<String> {
    let sealed = visit.cookie(what)?;
    let purpose = format!("{what}:{}", who.account());
    visit.stepwise.sealer().open(&purpose, &sealed, visit.stepwise.now())
}
