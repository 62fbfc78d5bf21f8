//! Settings of the connection pools.

use super::Db;
use sea_orm::{
    ConnectOptions, DbBackend,
    sqlx::{
        self, Connection, Executor,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
    },
};
use std::time::Duration;

/// How long a statement waits for a connection, or SQLite for a lock of the file, before the request fails.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a checkpoint waits for a lock. Writers wait as long behind it.
const CHECKPOINT_LOCK_TIMEOUT: Duration = Duration::from_secs(1);
/// Connections to a database server that were idle this long are tested before use: the server may have been restarted.
const TEST_IF_IDLE_FOR: Duration = Duration::from_secs(1);
/// In a transaction, a row that was waited for is read as it is then, on both kinds of database server. This is set
/// once for each connection, because in every transaction it would be a statement more.
const POSTGRES_ISOLATION: &str = "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED";
const MYSQL_ISOLATION: &str = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
/// Prepared statements cached per connection to SQLite; larger than the number of distinct statements.
const STATEMENT_CACHE_CAPACITY: usize = 200;
/// In pages of 4 KiB. A commit that fills the log this far moves it into the file by itself, and waits for the disk.
/// While a server runs, `keep_log_short` does it earlier; this is for commands that run without a server.
const WAL_AUTOCHECKPOINT: &str = "40000";

/// Number of connections in the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolSize {
    pub open: u32,
    pub idle: u32,
}

impl Db {
    /// On SQLite without the connection that writes.
    pub fn pool_size(&self) -> PoolSize {
        match self.backend() {
            DbBackend::Sqlite => PoolSize::of(self.read.get_sqlite_connection_pool()),
            DbBackend::Postgres => PoolSize::of(self.read.get_postgres_connection_pool()),
            _ => PoolSize::of(self.read.get_mysql_connection_pool()),
        }
    }
}

impl PoolSize {
    fn of<D: sqlx::Database>(pool: &sqlx::Pool<D>) -> Self {
        Self {
            open: pool.size(),
            idle: u32::try_from(pool.num_idle()).unwrap_or(u32::MAX),
        }
    }
}

pub fn server_options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = options(url, connections);
    options
        .test_before_acquire_if_idle_for(TEST_IF_IDLE_FOR)
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
        // Statements contain sealed secrets and hashes, which do not belong into a log.
        .sqlx_logging(false)
        .test_before_acquire(false);
    options
}

fn sqlite(url: &str, connections: u32, busy_timeout: Duration) -> ConnectOptions {
    let mut options = options(url, connections);
    options
        // A connection to a file does not go stale.
        .idle_timeout(None)
        .max_lifetime(None)
        .map_sqlx_sqlite_opts(move |sqlite| tuned(sqlite, busy_timeout))
        // SQLite ends a transaction by itself when the disk is full. sqlx then still counts one as open, and would
        // begin the next one as a savepoint, whose rollback leaves a transaction open in which later statements get
        // lost.
        .map_sqlx_sqlite_before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }));
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
