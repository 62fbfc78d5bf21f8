//! Connects, replaces, orders and removes second factors.

pub(crate) mod authenticator;
pub(crate) mod change;
pub(crate) mod messages;
pub(crate) mod order;

pub use authenticator::{Connected, PendingSecret};
