//! Data of the administrators' pages. It holds no password, no code and no class link.

use super::AdminProof;
use crate::{
    account::Role,
    audit::AuditKind,
    class::ClassState,
    factor::FactorKind,
    ids::{AccountId, ClassId, EventId, RescueId},
    rescue::RescueState,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// Key of the next page; `None` on the last page.
    pub next: Option<String>,
}

/// The start page of the administration: open rescue requests and totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminView {
    pub open_rescues: u64,
    pub members: u64,
    pub administrators: u64,
    pub classes: u64,
    pub open_classes: u64,
    pub seats: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminAccount {
    pub id: AccountId,
    pub username: String,
    pub email: Option<String>,
    pub role: Role,
    pub active: bool,
    /// Connected factors, in the order in which the sign-in asks for them.
    pub factors: Vec<FactorKind>,
    /// The member needs an administrator's enrolment code to connect a phone.
    pub must_enrol: bool,
    pub registered: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminAccountView {
    pub account: AdminAccount,
    pub unconfirmed_email: Option<String>,
    /// Epoch of the account when the page was made. An action sends it back, and the server refuses the action if the
    /// account has changed since.
    pub seen: u32,
    pub is_oneself: bool,
    pub sessions: u64,
    pub classes: u64,
    /// When the last issued enrolment code expires.
    pub code_until: Option<Timestamp>,
    pub rescue: Option<RescueId>,
    pub proof: AdminProof,
    pub events: Vec<AdminEvent>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminEvent {
    pub id: EventId,
    pub kind: AuditKind,
    pub at: Timestamp,
    /// The account that the event concerns; `None` if it was deleted, or if the event concerns the server.
    pub account: Option<(AccountId, String)>,
    /// The administrator who acted.
    pub actor: Option<String>,
    /// The administrator's account was deleted since.
    pub is_actor_gone: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RescueRow {
    pub id: RescueId,
    pub account: Option<(AccountId, String)>,
    /// The member has a confirmed address, gets a mail about the request, and can object.
    pub is_notified: bool,
    pub state: RescueState,
    pub asked: Timestamp,
    pub decided: Option<Timestamp>,
    pub by: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitesView {
    pub page: Page<InviteRow>,
    /// Registration needs an invitation.
    pub are_needed: bool,
    /// The invitation link that this administrator has just made; it is shown once.
    pub fresh: Option<String>,
    pub proof: AdminProof,
    pub now: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteRow {
    /// Hash of the link. It identifies the row, but does not work as an invitation.
    pub hash: String,
    pub by: Option<String>,
    pub made: Timestamp,
    pub until: Timestamp,
    pub used: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminClass {
    pub id: ClassId,
    pub title: String,
    pub owner: Option<String>,
    pub state: ClassState,
    pub opened: Timestamp,
    pub expires: Timestamp,
    pub seats: u32,
    pub finished: u32,
}

/// State of the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerView {
    pub version: String,
    pub database: String,
    pub address: String,
    pub rescue_email: Option<String>,
    pub mails_waiting: u64,
    pub oldest_mail: Option<Timestamp>,
    pub sessions: u64,
    pub now: Timestamp,
    /// One row per key: the first listed one, which encrypts; then the others; then values that no listed key decrypts.
    pub keys: Vec<KeyRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRow {
    /// `None` for values that no listed key decrypts.
    pub id: Option<String>,
    pub seals: bool,
    pub sealed: u64,
}
