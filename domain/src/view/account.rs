//! A member's own account.

use super::FactorsView;
use crate::{audit::AuditKind, class::ClassState, ids::ClassId, locale::Locale, results::Summary, time::Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    pub username: String,
    pub email: Option<String>,
    /// An address whose mailed link was not followed yet.
    pub unconfirmed_email: Option<String>,
    pub is_admin: bool,
    pub locale: Option<Locale>,
    pub registered: Timestamp,
    pub factor_since: Option<Timestamp>,
    pub recovery_codes_left: u32,
    pub sessions: Vec<SessionView>,
    pub events: Vec<EventView>,
    #[serde(default)]
    pub factors: FactorsView,
    /// Whether a sign-in from a new device is told by mail.
    pub new_device_mail: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Names the session in the form that ends it: a keyed hash, good for nothing else.
    pub reference: String,
    pub is_this: bool,
    pub agent: String,
    pub since: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventView {
    pub kind: AuditKind,
    pub at: Timestamp,
}

/// What stays of a seat after its class is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurgedSeatResult {
    /// Of the class.
    pub title: String,
    pub opened: Timestamp,
    pub ended: Timestamp,
    pub number: i32,
    /// How long after the opening each stage was reached.
    pub stages_after_seconds: [Option<i64>; 4],
    pub failures: i32,
    pub resets: i32,
}

/// A member's home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassesView {
    pub username: String,
    pub recovery_codes_left: u32,
    /// There is an address, and its link was not followed yet.
    pub unconfirmed_email: Option<String>,
    pub open: Vec<ClassRow>,
    pub past: Vec<ClassRow>,
    /// Classes that are gone; the newest come first.
    pub gone: Vec<PurgedClass>,
}

/// What a member still sees of a class that is gone: numbers, nobody's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurgedClass {
    pub title: String,
    pub opened: Timestamp,
    pub summary: Summary,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassRow {
    pub id: ClassId,
    pub title: String,
    pub state: ClassState,
    pub opened: Timestamp,
    pub seats: u32,
    pub finished: u32,
}
