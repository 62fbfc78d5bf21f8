//! Data of the pages of a member: account, sessions, history and classes.

use super::FactorsView;
use crate::{
    audit::AuditKind,
    class::ClassState,
    exercises::Exercise,
    ids::{ClassId, PersonalTokenId},
    locale::Locale,
    personal_token::TokenScope,
    rescue::RescueState,
    results::Summary,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    pub username: String,
    pub email: Option<String>,
    /// An e-mail address that the member has not confirmed yet.
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
    /// Whether the member gets a mail about a sign-in from a new device.
    pub new_device_mail: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// The form that ends the session sends this value. It is a keyed hash of the session and gives no access.
    pub reference: String,
    pub is_this: bool,
    pub agent: String,
    pub since: Timestamp,
}

/// A personal access token, without the token itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalTokenView {
    pub id: PersonalTokenId,
    pub name: String,
    pub scope: TokenScope,
    pub created: Timestamp,
    pub expires: Timestamp,
    pub last_used: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventView {
    pub kind: AuditKind,
    pub at: Timestamp,
}

/// The result of a seat whose class was deleted. It contains no name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurgedSeatResult {
    /// Title of the deleted class.
    pub title: String,
    pub opened: Timestamp,
    pub ended: Timestamp,
    pub number: i32,
    /// How long after the opening of the class each stage was reached.
    pub stages_after_seconds: [Option<i64>; 4],
    pub failures: i32,
    pub resets: i32,
    pub exercises: Vec<PurgedExerciseResult>,
}

/// The result of a seat in one exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurgedExerciseResult {
    pub exercise: Exercise,
    pub attempts: u32,
    /// How long after the opening of the class the exercise was passed.
    pub passed_after_seconds: Option<i64>,
}

/// A request of the member for help, without the administrator who has decided it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredRescue {
    pub asked: Timestamp,
    pub decided: Option<Timestamp>,
    pub state: RescueState,
}

/// The page with the classes of a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassesView {
    pub username: String,
    pub recovery_codes_left: u32,
    /// An e-mail address that the member has not confirmed yet.
    pub unconfirmed_email: Option<String>,
    pub open: Vec<ClassRow>,
    pub past: Vec<ClassRow>,
    /// Deleted classes, newest first.
    pub gone: Vec<PurgedClass>,
}

/// The results of a deleted class, without names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurgedClass {
    pub id: ClassId,
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
