//! Server functions that load the data of administrator pages.

use crate::problem::Problem;
use domain::view::{
    AdminAccount, AdminAccountView, AdminClass, AdminEvent, AdminView, InvitesView, Page, RescueRow, ServerView,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

#[server(prefix = "/sfn", endpoint = "admin", input = GetUrl)]
pub async fn load_admin() -> Result<AdminView, Problem> {
    let visit = crate::web::Visit::current()?;
    let admin = visit.admin().await?;
    visit
        .stepwise
        .admin
        .admin_view(admin)
        .await
        .map_err(|error| visit.problem(error))
}

#[server(prefix = "/sfn", endpoint = "admin/accounts", input = GetUrl)]
pub async fn load_admin_accounts(
    #[server(default)] find: String,
    #[server(default)] only: String,
    #[server(default)] after: String,
) -> Result<Page<AdminAccount>, Problem> {
    let visit = crate::web::Visit::current()?;
    let admin = visit.admin().await?;
    let find = backend::admin::FindAccounts::new(&find, &only, &after);
    let found = visit.stepwise.admin.find_accounts(admin, &find).await;
    found.map_err(|error| visit.problem(error))
}

#[server(prefix = "/sfn", endpoint = "admin/account", input = GetUrl)]
pub async fn load_admin_account(id: String) -> Result<AdminAccountView, Problem> {
    let visit = crate::web::Visit::current()?;
    let who = visit.administrator().await?;
    let account = id
        .parse()
        .map_err(|_| visit.problem(domain::refusal::Refusal::NotFound))?;
    let state = visit.state().await?;
    let found = visit.stepwise.admin.account_for_admin(&who, &state, account).await;
    found.map_err(|error| visit.problem(error))
}

/// The requests for help, and the data of the page around them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescues {
    pub page: Page<RescueRow>,
    /// Members may send requests for help on this server.
    pub is_on: bool,
    pub proof: domain::view::AdminProof,
}

#[server(prefix = "/sfn", endpoint = "admin/rescues", input = GetUrl)]
pub async fn load_admin_rescues(
    #[server(default)] all: String,
    #[server(default)] before: String,
) -> Result<Rescues, Problem> {
    let visit = crate::web::Visit::current()?;
    let (who, admin) = (visit.administrator().await?, visit.admin().await?);
    let found = visit
        .stepwise
        .admin
        .rescues(admin, all.is_empty(), before.parse().ok())
        .await;
    Ok(Rescues {
        page: found.map_err(|error| visit.problem(error))?,
        is_on: visit.stepwise.settings().rescue_email.is_some(),
        proof: proof_of(&visit, &who).await?,
    })
}

#[cfg(feature = "ssr")]
async fn proof_of(
    visit: &crate::web::Visit,
    who: &backend::access::Member,
) -> Result<domain::view::AdminProof, Problem> {
    let proof = visit.stepwise.auth.admin_proof(who, &visit.state().await?).await;
    proof.map_err(|error| visit.problem(error))
}

#[server(prefix = "/sfn", endpoint = "admin/invites", input = GetUrl)]
pub async fn load_admin_invites(#[server(default)] before: String) -> Result<InvitesView, Problem> {
    use domain::time::Timestamp;
    let visit = crate::web::Visit::current()?;
    let who = visit.administrator().await?;
    let admin = visit.admin().await?;
    let before = before.parse().ok().map(Timestamp::from_micros);
    let page = visit.stepwise.admin.invitations(admin, before).await;
    Ok(InvitesView {
        page: page.map_err(|error| visit.problem(error))?,
        are_needed: visit.stepwise.members.registration() == backend::members::Registration::Invite,
        fresh: super::shown_once(&visit, &who, super::INVITE),
        proof: proof_of(&visit, &who).await?,
        now: visit.stepwise.now(),
    })
}

#[server(prefix = "/sfn", endpoint = "admin/classes", input = GetUrl)]
pub async fn load_admin_classes(
    #[server(default)] find: String,
    #[server(default)] before: String,
) -> Result<Page<AdminClass>, Problem> {
    let visit = crate::web::Visit::current()?;
    let admin = visit.admin().await?;
    let found = visit
        .stepwise
        .admin
        .find_classes(admin, &find, before.parse().ok())
        .await;
    found.map_err(|error| visit.problem(error))
}

/// The filters of the audit trail, as the form sends them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    pub name: String,
    pub kind: String,
    /// Days, such as `2026-11-20`.
    pub from: String,
    pub to: String,
    pub before: String,
}

#[server(prefix = "/sfn", endpoint = "admin/audit", input = GetUrl)]
pub async fn load_admin_audit(#[server(default)] query: AuditQuery) -> Result<Page<AdminEvent>, Problem> {
    let visit = crate::web::Visit::current()?;
    let admin = visit.admin().await?;
    let found = visit
        .stepwise
        .admin
        .audit_trail(admin, &audit_filter(&visit, &query))
        .await;
    found.map_err(|error| visit.problem(error))
}

/// Days begin at midnight in the administrator's time zone.
#[cfg(feature = "ssr")]
pub fn audit_filter(visit: &crate::web::Visit, query: &AuditQuery) -> backend::admin::AuditFilter {
    let offset = visit.utc_offset();
    let day = |text: &str, later: i64| crate::component::day_of(text).map(|day| begin_of_day(day + later, offset));
    backend::admin::AuditFilter {
        name: query.name.clone(),
        kind: domain::audit::AuditKind::from_code(&query.kind),
        from: day(&query.from, 0),
        until: day(&query.to, 1),
        before: query.before.parse().ok(),
    }
}

#[cfg(feature = "ssr")]
fn begin_of_day(day: i64, utc_offset: i32) -> domain::time::Timestamp {
    domain::time::Timestamp::from_seconds(day * 86_400 - 60 * i64::from(utc_offset))
}

#[server(prefix = "/sfn", endpoint = "admin/server", input = GetUrl)]
pub async fn load_admin_server() -> Result<ServerView, Problem> {
    let visit = crate::web::Visit::current()?;
    let admin = visit.admin().await?;
    let found = visit.stepwise.admin.server_view(admin, env!("CARGO_PKG_VERSION")).await;
    found.map_err(|error| visit.problem(error))
}
