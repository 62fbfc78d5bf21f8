//! Kinds of accounts and roles of members, with the names that the database stores.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// A registered account: a teacher, an API user or an administrator.
    Member,
    /// A login that belongs to one class and is deleted with it.
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

/// What a member is allowed to do beyond managing their own account and classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The role of every newly registered member.
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
