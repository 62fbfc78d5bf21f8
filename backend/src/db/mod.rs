//! The database, whichever of the three it is.

mod checkpoint;
mod connect;
mod failure;
mod held;
mod lent;
mod migration;
mod statement_count;
#[cfg(test)]
mod testing;
mod transaction;
mod values;
mod way;
mod words;

pub use checkpoint::keep_log_short;
pub use connect::{Db, Pool, connect, connect_to_watch, server_version};
pub(crate) use failure::is_taken;
pub(crate) use transaction::transaction;
pub use way::{Tx, Way};
pub(crate) use words::Words;
