//! Data of the administrators' pages. The data contains no password, no code and no class link.

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

/// The start page of the administration: the number of open rescue requests, and totals.
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
    /// The member needs an enrolment code from an administrator to connect a phone.
    pub must_enrol: bool,
    pub registered: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminAccountView {
    pub account: AdminAccount,
    pub unconfirmed_email: Option<String>,
    /// Epoch of the account when the page was rendered. The forms of the page send this value back. If the account has
    /// another epoch when a form arrives, the server refuses the action, because the account has changed.
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
    /// The account of the event; `None` if the account was deleted, or if the event concerns the server.
    pub account: Option<(AccountId, String)>,
    /// The administrator who acted.
    pub actor: Option<String>,
    /// The administrator's account has been deleted since the event.
    pub is_actor_gone: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RescueRow {
    pub id: RescueId,
    pub account: Option<(AccountId, String)>,
    /// The member has a confirmed e-mail address, so the member gets a mail about the request and can object to it.
    pub is_notified: bool,
    pub state: RescueState,
    pub asked: Timestamp,
    pub decided: Option<Timestamp>,
    pub by: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitesView {
    pub page: Page<InviteRow>,
    /// Visitors need an invitation to register.
    pub are_needed: bool,
    /// The invitation link that this administrator has just made; it is shown once.
    pub fresh: Option<String>,
    pub proof: AdminProof,
    pub now: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteRow {
    /// Hash of the invitation link. The forms send the hash to identify the invitation; no user can register with the
    /// hash.
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
    /// One row per key: first the key that encrypts, then the other configured keys, then a row for the values that no
    /// configured key can decrypt.
    pub keys: Vec<KeyRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRow {
    /// `None` in the row for the values that no configured key can decrypt.
    pub id: Option<String>,
    pub seals: bool,
    pub sealed: u64,
}
