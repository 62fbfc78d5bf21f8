//! Server functions that load the data of administrator pages.

use crate::problem::Problem;
use domain::view::{
    AdminAccount, AdminAccountView, AdminClass, AdminEvent, AdminView, InvitesView, Page, RescueRow, ServerView,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

#[server(prefix = "/sfn", endpoint = "admin", input = GetUrl)]
pub async fn load_admin() -> Result<AdminView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let admin = context.require_admin().await?;
    Ok(context.stepwise.admin.admin_view(admin).await?)
}

#[server(prefix = "/sfn", endpoint = "admin/accounts", input = GetUrl)]
pub async fn load_admin_accounts(
    #[server(default)] find: String,
    #[server(default)] only: String,
    #[server(default)] after: String,
) -> Result<Page<AdminAccount>, Problem> {
    let context = crate::request::RequestContext::current()?;
    let admin = context.require_admin().await?;
    let find = backend::admin::FindAccounts::new(&find, &only, &after);
    Ok(context.stepwise.admin.find_accounts(admin, &find).await?)
}

#[server(prefix = "/sfn", endpoint = "admin/account", input = GetUrl)]
pub async fn load_admin_account(id: String) -> Result<AdminAccountView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_admin_member().await?;
    let account = id.parse().map_err(|_| domain::refusal::Refusal::NotFound)?;
    let state = context.session_state().await?;
    Ok(context.stepwise.admin.account_for_admin(&who, &state, account).await?)
}

/// The data of the page with requests for help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescues {
    pub page: Page<RescueRow>,
    /// True if members can send requests for help on this server.
    pub is_on: bool,
    pub proof: domain::view::AdminProof,
}

#[server(prefix = "/sfn", endpoint = "admin/rescues", input = GetUrl)]
pub async fn load_admin_rescues(
    #[server(default)] all: String,
    #[server(default)] before: String,
) -> Result<Rescues, Problem> {
    let context = crate::request::RequestContext::current()?;
    let (who, admin) = (context.require_admin_member().await?, context.require_admin().await?);
    let found = context
        .stepwise
        .admin
        .rescues(admin, all.is_empty(), before.parse().ok())
        .await;
    Ok(Rescues {
        page: found?,
        is_on: context.stepwise.settings().rescue_email.is_some(),
        proof: proof_of(&context, &who).await?,
    })
}
async fn proof_of(
    context: &crate::request::RequestContext,
    who: &backend::access::Member,
) -> Result<domain::view::AdminProof, Problem> {
    Ok(context
        .stepwise
        .auth
        .admin_proof(who, &context.session_state().await?)
        .await?)
}

#[server(prefix = "/sfn", endpoint = "admin/invites", input = GetUrl)]
pub async fn load_admin_invites(#[server(default)] before: String) -> Result<InvitesView, Problem> {
    use domain::time::Timestamp;
    let context = crate::request::RequestContext::current()?;
    let who = context.require_admin_member().await?;
    let admin = context.require_admin().await?;
    let before = before.parse().ok().map(Timestamp::from_micros);
    let page = context.stepwise.admin.invitations(admin, before).await;
    Ok(InvitesView {
        page: page?,
        are_needed: context.stepwise.members.registration() == backend::members::Registration::Invite,
        fresh: super::shown_once(&context, &who, super::INVITE),
        proof: proof_of(&context, &who).await?,
        now: context.stepwise.now(),
    })
}

#[server(prefix = "/sfn", endpoint = "admin/classes", input = GetUrl)]
pub async fn load_admin_classes(
    #[server(default)] find: String,
    #[server(default)] before: String,
) -> Result<Page<AdminClass>, Problem> {
    let context = crate::request::RequestContext::current()?;
    let admin = context.require_admin().await?;
    Ok(context
        .stepwise
        .admin
        .find_classes(admin, &find, before.parse().ok())
        .await?)
}

/// The filters of the audit trail, as the form sends them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    pub name: String,
    pub kind: String,
    /// The first day, such as `2026-11-20`; `to` is the last day.
    pub from: String,
    pub to: String,
    pub before: String,
}

#[server(prefix = "/sfn", endpoint = "admin/audit", input = GetUrl)]
pub async fn load_admin_audit(#[server(default)] query: AuditQuery) -> Result<Page<AdminEvent>, Problem> {
    let context = crate::request::RequestContext::current()?;
    let admin = context.require_admin().await?;
    Ok(context
        .stepwise
        .admin
        .audit_trail(admin, &audit_filter(&context, &query))
        .await?)
}

/// Converts the filters of the form. Days begin at midnight in the administrator's time zone.
pub fn audit_filter(context: &crate::request::RequestContext, query: &AuditQuery) -> backend::admin::AuditFilter {
    let offset = context.utc_offset();
    let day = |text: &str, later: i64| domain::time::day_of(text).map(|day| begin_of_day(day + later, offset));
    backend::admin::AuditFilter {
        name: query.name.clone(),
        kind: domain::audit::AuditKind::from_code(&query.kind),
        from: day(&query.from, 0),
        until: day(&query.to, 1),
        before: query.before.parse().ok(),
    }
}
fn begin_of_day(day: i64, utc_offset: i32) -> domain::time::Timestamp {
    domain::time::Timestamp::from_seconds(day * 86_400 - 60 * i64::from(utc_offset))
}

#[server(prefix = "/sfn", endpoint = "admin/server", input = GetUrl)]
pub async fn load_admin_server() -> Result<ServerView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let admin = context.require_admin().await?;
    Ok(context
        .stepwise
        .admin
        .server_view(admin, env!("CARGO_PKG_VERSION"))
        .await?)
}
