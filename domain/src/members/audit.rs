//! Kinds of events in the history of an account. An event says what was done, by whom and when, and never contains a
//! secret.

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
    PasskeyConnected,
    SignedInByPasskey,
    /// The counter of a passkey has gone back, so the answer was refused.
    PasskeyCopied,
    /// A personal access token was made, or ended by its owner.
    TokenMade,
    TokenRevoked,
    RecoveryCodesRenewed,
    PasswordChanged,
    PasswordReset,
    EmailConfirmed,
    EmailChangeAsked,
    /// The owner has cancelled the change of the e-mail address before confirming the new address.
    EmailChangeCancelled,
    /// The owner has undone the change of the e-mail address by the link that was mailed to the old address.
    EmailChangeUndone,
    OtherSessionsEnded,
    DataDownloaded,
    FactorsReset,
    RoleChanged,
    Deactivated,
    Reactivated,
    RescueAsked,
    RescueDeclined,
    RescueObjected,
    EnrolmentCodeUsed,
    Invited,
    InvitationRevoked,
    /// This event concerns the server, not an account.
    KeysRotated,
    EmailCodesConnected,
    SmsCodesConnected,
    FactorRemoved,
    FactorsOrdered,
    /// The owner has confirmed a change by a recovery code instead of a code from the phone.
    ConfirmedByRecoveryCode,
    SignedInByMessage,
    BrowserTrusted,
    SignedInTrusted,
    TrustEnded,
    /// The owner has ended one of their sessions.
    SessionEnded,
    /// An administrator has ended all sessions and tokens.
    SessionsEnded,
    NewDeviceMailOn,
    NewDeviceMailOff,
    /// A refresh token was used twice, so all tokens of its family were ended.
    RefreshTokenReused,
    /// The other events of the account are deleted together with the account.
    AccountDeleted,
}

impl AuditKind {
    pub const ALL: [Self; 47] = [
        Self::Registered,
        Self::SignedIn,
        Self::SignedInByRecoveryCode,
        Self::WrongPassword,
        Self::WrongCode,
        Self::FactorConnected,
        Self::FactorReplaced,
        Self::PasskeyConnected,
        Self::SignedInByPasskey,
        Self::PasskeyCopied,
        Self::TokenMade,
        Self::TokenRevoked,
        Self::RecoveryCodesRenewed,
        Self::PasswordChanged,
        Self::PasswordReset,
        Self::EmailConfirmed,
        Self::EmailChangeAsked,
        Self::EmailChangeCancelled,
        Self::EmailChangeUndone,
        Self::OtherSessionsEnded,
        Self::DataDownloaded,
        Self::FactorsReset,
        Self::RoleChanged,
        Self::Deactivated,
        Self::Reactivated,
        Self::RescueAsked,
        Self::RescueDeclined,
        Self::RescueObjected,
        Self::EnrolmentCodeUsed,
        Self::Invited,
        Self::InvitationRevoked,
        Self::KeysRotated,
        Self::EmailCodesConnected,
        Self::SmsCodesConnected,
        Self::FactorRemoved,
        Self::FactorsOrdered,
        Self::ConfirmedByRecoveryCode,
        Self::SignedInByMessage,
        Self::BrowserTrusted,
        Self::SignedInTrusted,
        Self::TrustEnded,
        Self::SessionEnded,
        Self::SessionsEnded,
        Self::NewDeviceMailOn,
        Self::NewDeviceMailOff,
        Self::RefreshTokenReused,
        Self::AccountDeleted,
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
            Self::PasskeyConnected => "passkey_connected",
            Self::SignedInByPasskey => "signed_in_by_passkey",
            Self::PasskeyCopied => "passkey_copied",
            Self::TokenMade => "token_made",
            Self::TokenRevoked => "token_revoked",
            Self::RecoveryCodesRenewed => "recovery_codes_renewed",
            Self::PasswordChanged => "password_changed",
            Self::PasswordReset => "password_reset",
            Self::EmailConfirmed => "email_confirmed",
            Self::EmailChangeAsked => "email_change_asked",
            Self::EmailChangeCancelled => "email_change_cancelled",
            Self::EmailChangeUndone => "email_change_undone",
            Self::OtherSessionsEnded => "other_sessions_ended",
            Self::DataDownloaded => "data_downloaded",
            Self::FactorsReset => "factors_reset",
            Self::RoleChanged => "role_changed",
            Self::Deactivated => "deactivated",
            Self::Reactivated => "reactivated",
            Self::RescueAsked => "rescue_asked",
            Self::RescueDeclined => "rescue_declined",
            Self::RescueObjected => "rescue_objected",
            Self::EnrolmentCodeUsed => "enrolment_code_used",
            Self::Invited => "invited",
            Self::InvitationRevoked => "invitation_revoked",
            Self::KeysRotated => "keys_rotated",
            Self::EmailCodesConnected => "email_codes_connected",
            Self::SmsCodesConnected => "sms_codes_connected",
            Self::FactorRemoved => "factor_removed",
            Self::FactorsOrdered => "factors_ordered",
            Self::ConfirmedByRecoveryCode => "confirmed_by_recovery_code",
            Self::SignedInByMessage => "signed_in_by_message",
            Self::BrowserTrusted => "browser_trusted",
            Self::SignedInTrusted => "signed_in_trusted",
            Self::TrustEnded => "trust_ended",
            Self::SessionEnded => "session_ended",
            Self::SessionsEnded => "sessions_ended",
            Self::NewDeviceMailOn => "new_device_mail_on",
            Self::NewDeviceMailOff => "new_device_mail_off",
            Self::RefreshTokenReused => "refresh_token_reused",
            Self::AccountDeleted => "account_deleted",
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
