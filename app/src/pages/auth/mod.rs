//! Signing in and out: password, second factor, forgotten password, rescue of a locked-out member.

mod forgot_password;
pub(super) mod rescue;
mod second_factor;
pub(super) mod sign_in;
mod signed_out;

pub use forgot_password::{ForgotPage, ResetPage};
pub use rescue::{ObjectedPage, ObjectionPage};
pub use second_factor::CodePage;
pub(in crate::pages) use second_factor::Lost;
pub use sign_in::SignInPage;
pub use signed_out::SignedOutPage;
