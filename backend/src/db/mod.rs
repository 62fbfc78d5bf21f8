//! The connection to the database (SQLite, PostgreSQL or MySQL/MariaDB), transactions, and what errors of drivers mean.

mod changed_classes;
mod checkpoint;
mod connection;
mod failure;
mod migration;
mod pool;
mod pool_options;
mod statement_count;
#[cfg(test)]
mod testing;
mod transaction;
mod writes;

pub(crate) use changed_classes::Listener;
pub use checkpoint::keep_log_short;
pub use connection::{Db, connect, connect_to_watch, server_version};
pub(crate) use failure::is_taken;
pub use pool::PoolSize;
pub use transaction::Transaction;
pub(crate) use transaction::transaction;
pub(crate) use writes::Writes;
