//! The database, whichever of the three it is.

mod connect;
mod transaction;

pub use connect::{Db, connect, server_version};
pub(crate) use transaction::transaction;
