//! Kinds of accounts.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Registered: a teacher, an API user, an administrator.
    Member,
    /// Made for a class, gone with it.
    Student,
}

impl AccountKind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Student => "student",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Member, Self::Student]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}
