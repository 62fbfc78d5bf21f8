//! Settings of the connection pools.

use super::pool::ACQUIRE_TIMEOUT;
use sea_orm::{
    ConnectOptions,
    sqlx::{
        Executor,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
    },
};
use std::time::Duration;

/// How long a checkpoint waits for a lock. Writers that wait behind the checkpoint wait as long.
const CHECKPOINT_LOCK_TIMEOUT: Duration = Duration::from_secs(1);
/// How long the connection of the migrations stays open after its last use.
const MIGRATION_IDLE_TIMEOUT: Duration = Duration::from_secs(10);
/// Sets the isolation level: a transaction that has waited for a locked row reads its newest committed version, on
/// PostgreSQL and on MariaDB. It is set once for each connection, because setting it in each transaction would cost
/// one more statement.
const POSTGRES_ISOLATION: &str = "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED";
const MYSQL_ISOLATION: &str = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
/// Prepared statements cached per connection to SQLite; larger than the number of distinct statements.
const STATEMENT_CACHE_CAPACITY: usize = 400;
/// Length of the write-ahead log, in pages of 4 KiB, from which a commit moves the log into the database file. This
/// limit is for commands that run without a server: in a server, `keep_log_short` moves the log earlier.
const WAL_AUTOCHECKPOINT: &str = "40000";

pub fn server_options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = options(url, connections);
    options
        // A connection is taken from sqlx about once a minute, so the test costs nothing.
        .test_before_acquire(true)
        .map_sqlx_postgres_pool_opts(|pool| {
            pool.after_connect(|connection, _| {
                Box::pin(async { connection.execute(POSTGRES_ISOLATION).await.map(drop) })
            })
        })
        .map_sqlx_mysql_pool_opts(|pool| {
            pool.after_connect(|connection, _| Box::pin(async { connection.execute(MYSQL_ISOLATION).await.map(drop) }))
        });
    options
}

pub fn sqlite_options(url: &str, connections: u32) -> ConnectOptions {
    sqlite(url, connections, ACQUIRE_TIMEOUT)
}

/// Connections for migrations only, which are closed soon after the migrations.
pub fn migration_options(url: &str) -> ConnectOptions {
    let mut options = match url.starts_with("sqlite:") {
        true => sqlite_options(url, 1),
        false => server_options(url, 1),
    };
    options.connect_lazy(true).idle_timeout(MIGRATION_IDLE_TIMEOUT);
    options
}

pub fn checkpoint_options(url: &str) -> ConnectOptions {
    let mut options = sqlite(url, 1, CHECKPOINT_LOCK_TIMEOUT);
    options.connect_lazy(true);
    options
}

fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_timeout(ACQUIRE_TIMEOUT)
        // Statements contain sealed secrets and hashes, which must not appear in a log.
        .sqlx_logging(false)
        .test_before_acquire(false);
    options
}

fn sqlite(url: &str, connections: u32, busy_timeout: Duration) -> ConnectOptions {
    let mut options = options(url, connections);
    options
        // A connection to a file stays usable, however old or idle it is.
        .idle_timeout(None)
        .max_lifetime(None)
        .map_sqlx_sqlite_opts(move |sqlite| tuned(sqlite, busy_timeout));
    options
}

fn tuned(sqlite: SqliteConnectOptions, busy_timeout: Duration) -> SqliteConnectOptions {
    sqlite
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(busy_timeout)
        .foreign_keys(true)
        .statement_cache_capacity(STATEMENT_CACHE_CAPACITY)
        .pragma("wal_autocheckpoint", WAL_AUTOCHECKPOINT)
}
