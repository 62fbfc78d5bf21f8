//! Server functions for signing in and out: password, second factor, forgotten password, rescue.

mod forgot_password;
mod passkey;
mod rescue;
mod second_factor;
mod sign_in;

pub use forgot_password::{RequestPasswordReset, ResetPassword, load_forgot_password, load_reset};
pub use passkey::{SignInWithPasskey, VerifyPasskey};
pub use rescue::{AskForHelp, ObjectToRescue, VerifyEnrolmentCode, load_objection};
pub use second_factor::{SendSignInCode, VerifyCode, VerifyRecoveryCode, load_challenge};
pub use sign_in::{Door, EndedHere, ForgetLogin, SignIn, SignedInUser, code_is_next, current_user, load_sign_in};
