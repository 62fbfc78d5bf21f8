//! Passkeys: challenges, the check of answers, and the stored credentials. The functions take the id of an account, so
//! that they serve members and students alike; who may use a passkey is decided by their callers.

pub(crate) mod answer;
pub(crate) mod challenge;
pub(crate) mod public_key;
mod requests;
pub(crate) mod store;
pub(crate) mod verify;

#[cfg(test)]
mod property_tests;

pub use answer::{NewPasskey, PasskeyAnswer};
