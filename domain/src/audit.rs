//! What is written down about an account: who did what and when, never how.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditKind {
    Registered,
    SignedIn,
    SignedInByRecoveryCode,
    WrongPassword,
    WrongCode,
    FactorConnected,
    FactorReplaced,
    RecoveryCodesRenewed,
    PasswordChanged,
    PasswordReset,
    EmailConfirmed,
    EmailChangeAsked,
    OtherSessionsEnded,
    DataDownloaded,
    FactorsReset,
    RoleChanged,
    Deactivated,
    /// Of the server, not of anybody.
    KeysRotated,
}

impl AuditKind {
    pub const ALL: [Self; 18] = [
        Self::Registered,
        Self::SignedIn,
        Self::SignedInByRecoveryCode,
        Self::WrongPassword,
        Self::WrongCode,
        Self::FactorConnected,
        Self::FactorReplaced,
        Self::RecoveryCodesRenewed,
        Self::PasswordChanged,
        Self::PasswordReset,
        Self::EmailConfirmed,
        Self::EmailChangeAsked,
        Self::OtherSessionsEnded,
        Self::DataDownloaded,
        Self::FactorsReset,
        Self::RoleChanged,
        Self::Deactivated,
        Self::KeysRotated,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::SignedIn => "signed_in",
            Self::SignedInByRecoveryCode => "signed_in_by_recovery_code",
            Self::WrongPassword => "wrong_password",
            Self::WrongCode => "wrong_code",
            Self::FactorConnected => "factor_connected",
            Self::FactorReplaced => "factor_replaced",
            Self::RecoveryCodesRenewed => "recovery_codes_renewed",
            Self::PasswordChanged => "password_changed",
            Self::PasswordReset => "password_reset",
            Self::EmailConfirmed => "email_confirmed",
            Self::EmailChangeAsked => "email_change_asked",
            Self::OtherSessionsEnded => "other_sessions_ended",
            Self::DataDownloaded => "data_downloaded",
            Self::FactorsReset => "factors_reset",
            Self::RoleChanged => "role_changed",
            Self::Deactivated => "deactivated",
            Self::KeysRotated => "keys_rotated",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_what_serialisation_writes_and_fits_its_column() {
        for kind in AuditKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
            assert_eq!(AuditKind::from_code(kind.code()), Some(kind));
            assert!(kind.code().len() <= 32);
        }
    }
}
