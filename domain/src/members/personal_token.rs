//! Personal access tokens: a member makes them for API clients that cannot sign in with password and code.

use serde::{Deserialize, Serialize};

/// Begins every personal token, so that the server and scanners for leaked secrets recognise it.
pub const PREFIX: &str = "stepwise_pat_";
/// Number of characters after the prefix: 256 random bits in base64url.
const SECRET_LENGTH: usize = 43;
/// Maximum number of valid tokens of one account.
pub const MAX_TOKENS: usize = 20;
/// The lifetimes that a member can choose from, in days.
pub const LIFETIMES: [u16; 3] = [30, 90, 365];

/// Whether a text has the form of a personal token. Any other text is refused without a look-up in the database.
pub fn is_well_formed(token: &str) -> bool {
    token.strip_prefix(PREFIX).is_some_and(|secret| {
        let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        secret.len() == SECRET_LENGTH && secret.bytes().all(is_base64url)
    })
}

/// What a client may do with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Read classes, progress and results.
    Read,
    /// Also open, change and delete classes.
    ManageClasses,
}

impl TokenScope {
    pub const ALL: [Self; 2] = [Self::Read, Self::ManageClasses];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::ManageClasses => "manage_classes",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }

    /// Whether a token with this scope may be used for a call that needs `needed`.
    pub const fn allows(self, needed: Self) -> bool {
        matches!((self, needed), (Self::ManageClasses, _) | (Self::Read, Self::Read))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_does_not_allow_changes() {
        use TokenScope::{ManageClasses, Read};
        assert!(Read.allows(Read) && ManageClasses.allows(Read) && ManageClasses.allows(ManageClasses));
        assert!(!Read.allows(ManageClasses));
        for scope in TokenScope::ALL {
            assert_eq!(TokenScope::from_code(scope.code()), Some(scope));
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.code());
            assert!(scope.code().len() <= 16);
        }
    }
}
