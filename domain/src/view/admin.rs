//! What administrators are shown. No password, no code, no link, of students or anybody.

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

/// Some rows, and where the next ones begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// What to ask for next; nothing where these are the last.
    pub next: Option<String>,
}

/// The first page: what waits, and how much there is.
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
    /// What is connected, in the order in which it is asked for.
    pub factors: Vec<FactorKind>,
    /// Connects a phone only with a code of an administrator.
    pub must_enrol: bool,
    pub registered: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminAccountView {
    pub account: AdminAccount,
    pub unconfirmed_email: Option<String>,
    /// The account's epoch: whoever acts says what she has seen.
    pub seen: u32,
    pub is_oneself: bool,
    pub sessions: u64,
    pub classes: u64,
    /// Until when the enrolment code that was issued last works.
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
    /// Whose account it is about; nobody's where it is gone, or where it is about the server.
    pub account: Option<(AccountId, String)>,
    /// The administrator who did it.
    pub actor: Option<String>,
    /// Who did it has deleted her account since.
    pub is_actor_gone: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RescueRow {
    pub id: RescueId,
    pub account: Option<(AccountId, String)>,
    /// She is told by mail, and may object.
    pub is_told: bool,
    pub state: RescueState,
    pub asked: Timestamp,
    pub decided: Option<Timestamp>,
    pub by: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitesView {
    pub page: Page<InviteRow>,
    /// Only invited people may register.
    pub are_needed: bool,
    /// A link that was just made, shown to whoever made it.
    pub fresh: Option<String>,
    pub proof: AdminProof,
    pub now: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteRow {
    /// The hash of the link: with it nobody registers.
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

/// How the server is.
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
    /// Keys that seal: the first one listed, then the others, then whatever no listed key has sealed.
    pub keys: Vec<KeyRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRow {
    /// Nothing for values that no listed key opens.
    pub id: Option<String>,
    pub seals: bool,
    pub sealed: u64,
}
