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

/// What a member may do besides her own things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everybody who registers.
    Teacher,
    Admin,
}

impl Role {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Teacher => "teacher",
            Self::Admin => "admin",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Teacher, Self::Admin]
            .into_iter()
            .find(|role| role.code() == code)
    }
}
