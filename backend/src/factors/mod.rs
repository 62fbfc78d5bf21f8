//! The second factors of an account as they are stored and checked: authenticator, message codes, recovery codes.

pub(crate) mod authenticator;
pub(crate) mod choices;
pub(crate) mod enrolment_codes;
pub(crate) mod message_codes;
pub(crate) mod recovery_codes;
pub(crate) mod resend_cooldown;
pub(crate) mod stored;
