//! Sign-in: the password, the second factor, reauthentication, and the browsers that a user has signed in with.

pub(crate) mod challenge;
pub(crate) mod device_cookie;
pub(crate) mod new_device;
pub(crate) mod password_check;
pub(crate) mod reauthenticate;
pub(crate) mod recovery_sign_in;
pub(crate) mod report_failure;
pub(crate) mod second_factors;
pub(crate) mod sign_in;
pub(crate) mod trusted_browser;

pub use device_cookie::{Device, KNOWN_FOR};
pub use reauthenticate::Again;
pub use sign_in::{PasswordAccepted, SignIn};
