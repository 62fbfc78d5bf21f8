//! The sessions of a member, and the epoch that ends everything of an earlier sign-in.

pub(crate) mod browser_sessions;
pub(crate) mod epoch;
mod list;

pub use list::EndedSession;
