//! Connecting a second factor, and the recovery codes that the user gets with the first factor.

mod recovery_codes;
pub(super) mod set_up;

pub use recovery_codes::RecoveryPage;
pub use set_up::{EmailSetUpPage, SetUpPage, SmsSetUpPage};
