//! Connecting a second factor, and the recovery codes that come with the first one.

mod recovery_codes;
pub(super) mod set_up;

pub use recovery_codes::RecoveryPage;
pub use set_up::{EmailSetUpPage, SetUpPage, SmsSetUpPage};
