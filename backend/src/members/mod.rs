//! Accounts of members: registration, address, password, sessions, rescue, export and deletion.

pub(crate) mod account;
pub(crate) mod administrators;
pub(crate) mod browser_sessions;
pub(crate) mod email;
pub(crate) mod email_undo;
pub(crate) mod enrolment;
pub(crate) mod epoch;
pub(crate) mod forgot;
pub(crate) mod mailed_links;
pub(crate) mod password;
pub(crate) mod preferences;
pub(crate) mod queries;
pub(crate) mod register;
pub(crate) mod rescue;
pub(crate) mod sessions;

pub use account::AccountData;
pub use forgot::NewPassword;
pub use register::{Register, Registration};
pub use sessions::EndedSession;
