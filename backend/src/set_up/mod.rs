//! Connects, replaces, orders and removes second factors.

pub(crate) mod allow_connecting;
pub(crate) mod authenticator;
pub(crate) mod messages;
pub(crate) mod order;
pub(crate) mod recovery_codes;

pub use authenticator::{Connected, PendingSecret};
