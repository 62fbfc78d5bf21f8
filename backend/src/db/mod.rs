//! The database, whichever of the three it is.

mod checkpoint;
mod connect;
mod held;
mod migration;
mod together;
mod transaction;
mod way;

pub use checkpoint::keep_log_short;
pub use connect::{Db, Pool, connect, connect_to_watch, server_version};
pub(crate) use together::together;
pub(crate) use transaction::transaction;
pub use way::{Tx, Way};
