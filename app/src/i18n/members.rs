//! Texts for values that concern members and administrators only: field errors, factors, audit events.

use domain::{
    audit::AuditKind,
    class::ClassState,
    factor::FactorKind,
    password_strength::Strength,
    refusal::Refusal,
    registration::{EmailFault, Faults, PasswordFault, UsernameFault},
    view::AdminEvent,
};
use texts::Texts;

/// The errors of the fields of a refused form; empty if no field was the reason for the refusal.
pub fn field_errors(refusal: Option<&Refusal>) -> Faults {
    match refusal {
        Some(Refusal::Faults { faults }) => faults.clone(),
        _ => Faults::default(),
    }
}

pub const fn username_fault_text(texts: Texts, fault: UsernameFault) -> &'static str {
    match fault {
        UsernameFault::Length => texts.fault_username_length(),
        UsernameFault::Alphabet => texts.fault_username_alphabet(),
        UsernameFault::OfAStudent => texts.fault_username_of_a_student(),
        UsernameFault::Taken => texts.fault_username_taken(),
    }
}

pub const fn email_fault_text(texts: Texts, fault: EmailFault) -> &'static str {
    match fault {
        EmailFault::Shape => texts.fault_email_shape(),
        EmailFault::TooLong => texts.fault_email_too_long(),
        EmailFault::Same => texts.fault_email_same(),
    }
}

pub const fn password_fault_text(texts: Texts, fault: PasswordFault) -> &'static str {
    match fault {
        PasswordFault::TooShort => texts.fault_password_too_short(),
        PasswordFault::TooLong => texts.fault_password_too_long(),
        PasswordFault::Common => texts.fault_password_common(),
        PasswordFault::HoldsUsername => texts.fault_password_holds_username(),
        PasswordFault::HoldsEmail => texts.fault_password_holds_email(),
        PasswordFault::HoldsSiteName => texts.fault_password_holds_site_name(),
    }
}

pub const fn strength_text(texts: Texts, strength: Strength) -> &'static str {
    match strength {
        Strength::Weak => texts.register_strength_weak(),
        Strength::Fair => texts.register_strength_fair(),
        Strength::Good => texts.register_strength_good(),
        Strength::Strong => texts.register_strength_strong(),
    }
}

pub const fn class_state_name(texts: Texts, state: ClassState) -> &'static str {
    match state {
        ClassState::Open => texts.classes_state_open(),
        ClassState::Paused => texts.classes_state_paused(),
        ClassState::Ended => texts.classes_state_ended(),
    }
}

pub const fn factor_name(texts: Texts, kind: FactorKind) -> &'static str {
    match kind {
        FactorKind::Totp => texts.messages_by_app(),
        FactorKind::Passkey => texts.passkey_title(),
        FactorKind::Email => texts.messages_by_email(),
        FactorKind::Sms => texts.messages_by_sms(),
    }
}

/// The name of the account that an event concerns; empty for an event that concerns the server.
pub fn event_account(texts: Texts, event: &AdminEvent) -> &str {
    match &event.account {
        Some((_, name)) => name,
        None if event.kind == AuditKind::KeysRotated => "",
        None => texts.admin_gone(),
    }
}

/// The name of the administrator who caused the event; empty if no administrator did.
pub fn event_actor(texts: Texts, event: &AdminEvent) -> &str {
    match &event.actor {
        Some(name) => name,
        None if event.is_actor_gone => texts.admin_gone(),
        None => "",
    }
}

pub const fn event_text(texts: Texts, kind: AuditKind) -> &'static str {
    match kind {
        AuditKind::Registered => texts.audit_registered(),
        AuditKind::SignedIn => texts.audit_signed_in(),
        AuditKind::SignedInByRecoveryCode => texts.audit_signed_in_by_recovery_code(),
        AuditKind::WrongPassword => texts.audit_wrong_password(),
        AuditKind::WrongCode => texts.audit_wrong_code(),
        AuditKind::FactorConnected => texts.audit_factor_connected(),
        AuditKind::FactorReplaced => texts.audit_factor_replaced(),
        AuditKind::PasskeyConnected => texts.passkey_audit_connected(),
        AuditKind::SignedInByPasskey => texts.passkey_audit_signed_in(),
        AuditKind::PasskeyCopied => texts.passkey_audit_copied(),
        AuditKind::TokenMade => texts.token_audit_made(),
        AuditKind::TokenRevoked => texts.token_audit_revoked(),
        AuditKind::RecoveryCodesRenewed => texts.audit_recovery_codes_renewed(),
        AuditKind::PasswordChanged => texts.audit_password_changed(),
        AuditKind::PasswordReset => texts.audit_password_reset(),
        AuditKind::EmailConfirmed => texts.audit_email_confirmed(),
        AuditKind::EmailChangeAsked => texts.audit_email_change_asked(),
        AuditKind::EmailChangeCancelled => texts.audit_email_change_cancelled(),
        AuditKind::EmailChangeUndone => texts.audit_email_change_undone(),
        AuditKind::OtherSessionsEnded => texts.audit_other_sessions_ended(),
        AuditKind::DataDownloaded => texts.audit_data_downloaded(),
        AuditKind::FactorsReset => texts.audit_factors_reset(),
        AuditKind::RoleChanged => texts.audit_role_changed(),
        AuditKind::Deactivated => texts.audit_deactivated(),
        AuditKind::Reactivated => texts.audit_reactivated(),
        AuditKind::RescueAsked => texts.audit_rescue_asked(),
        AuditKind::RescueDeclined => texts.audit_rescue_declined(),
        AuditKind::RescueObjected => texts.audit_rescue_objected(),
        AuditKind::EnrolmentCodeUsed => texts.audit_enrolment_code_used(),
        AuditKind::Invited => texts.audit_invited(),
        AuditKind::InvitationRevoked => texts.audit_invitation_revoked(),
        AuditKind::KeysRotated => texts.audit_keys_rotated(),
        AuditKind::EmailCodesConnected => texts.messages_audit_email(),
        AuditKind::SmsCodesConnected => texts.messages_audit_sms(),
        AuditKind::FactorRemoved => texts.messages_audit_removed(),
        AuditKind::FactorsOrdered => texts.messages_audit_ordered(),
        AuditKind::ConfirmedByRecoveryCode => texts.audit_confirmed_by_recovery_code(),
        AuditKind::SignedInByMessage => texts.messages_audit_signed_in(),
        AuditKind::BrowserTrusted => texts.trust_audit_trusted(),
        AuditKind::SignedInTrusted => texts.trust_audit_signed_in(),
        AuditKind::TrustEnded => texts.trust_audit_ended(),
        AuditKind::SessionEnded => texts.audit_session_ended(),
        AuditKind::SessionsEnded => texts.audit_sessions_ended(),
        AuditKind::NewDeviceMailOn => texts.audit_new_device_mail_on(),
        AuditKind::NewDeviceMailOff => texts.audit_new_device_mail_off(),
        AuditKind::RefreshTokenReused => texts.audit_refresh_token_reused(),
        AuditKind::AccountDeleted => texts.proof_audit_deleted(),
    }
}
