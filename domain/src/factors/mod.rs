//! Second factors: authenticator app (TOTP), passkeys, codes by mail or SMS, recovery codes.

pub mod code;
pub mod factor;
pub mod passkey;
pub mod recovery_code;
pub mod role_requirements;
pub mod sent_code;
pub mod totp;
