//! Opens a database. On a database server: one pool of connections. On SQLite: one pool for reading and one connection
//! for writing.

use super::{
    changed_classes::ChangedClasses,
    pool::{Pool, PoolSize},
    pool_options::{checkpoint_options, migration_options, server_options, sqlite_options},
    statement_count::StatementCount,
};
use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement, sqlx::sqlite::SqliteConnectOptions,
};
use std::{fs::OpenOptions, path::Path, str::FromStr, time::Duration};
use tokio::time::timeout;

/// Timeout of the connection that the health check uses.
const HEALTH_CHECK_TIMEOUT: Duration = Duration::from_secs(2);
/// How long `Db::close` waits for connections that are in use.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(10);

/// The connections of this process. Clones share them.
#[derive(Clone, Debug)]
pub struct Db {
    /// The connections for statements that only read.
    pub read: Pool,
    /// On SQLite a pool of one connection, because only one transaction at a time can write. Other writers wait in the
    /// queue of the pool, in order, instead of failing because the file is locked. On a database server the same pool
    /// as `read`.
    pub(super) write: Pool,
    /// The connection for migrations, whose statements are not counted.
    pub(super) migration: DatabaseConnection,
    /// The connection that moves the write-ahead log of SQLite into the database file; `None` on a database server.
    pub(super) checkpoint: Option<DatabaseConnection>,
    pub(super) statements: StatementCount,
    pub(crate) changed_classes: ChangedClasses,
}

pub async fn connect(url: &str, connections: u32) -> Result<Db, DbErr> {
    let statements = StatementCount::default();
    let pool = |source, connections| Pool::new(source, connections, statements.clone());
    let (read, write, checkpoint) = if url.starts_with("sqlite:") {
        create_private_file(url)?;
        // The first connection creates the file and switches it to WAL mode.
        let write = pool(Database::connect(sqlite_options(url, 1)).await?, 1);
        let read = pool(Database::connect(sqlite_options(url, connections)).await?, connections);
        let checkpoint = Database::connect(checkpoint_options(url)).await?;
        (read, write, Some(checkpoint))
    } else {
        let both = pool(Database::connect(server_options(url, connections)).await?, connections);
        (both.clone(), both, None)
    };
    let migration = Database::connect(migration_options(url)).await?;
    Ok(Db {
        read,
        write,
        migration,
        checkpoint,
        statements,
        changed_classes: ChangedClasses::default(),
    })
}

/// Opens a separate connection for the health check: a pool gives no connection while all its connections are in use,
/// even if the database works.
pub async fn connect_to_watch(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = server_options(url, 1);
    options
        .acquire_timeout(HEALTH_CHECK_TIMEOUT)
        .connect_timeout(HEALTH_CHECK_TIMEOUT)
        .test_before_acquire_if_idle_for(Duration::ZERO);
    Database::connect(options).await
}

impl Db {
    pub fn backend(&self) -> DbBackend {
        self.read.get_database_backend()
    }

    /// The connection for a single statement that writes. Such a statement is a transaction by itself.
    pub(crate) const fn statement(&self) -> &Pool {
        &self.write
    }

    /// Number of statements that were sent so far, including `BEGIN`, `COMMIT` and `ROLLBACK`, excluding the
    /// statements of migrations.
    pub fn statements_so_far(&self) -> u64 {
        self.statements.so_far()
    }

    /// The number of connections. On SQLite it does not include the connection that writes.
    pub fn pool_size(&self) -> PoolSize {
        self.read.size()
    }

    /// The connection for migrations only.
    pub const fn migration_connection(&self) -> &DatabaseConnection {
        &self.migration
    }

    /// Closes all connections. SQLite then moves its write-ahead log into the database file.
    pub async fn close(self) {
        closed(self.read.close()).await;
        closed(self.write.close()).await;
        for connection in [Some(self.migration), self.checkpoint].into_iter().flatten() {
            closed(connection.close()).await;
        }
    }
}

async fn closed(closing: impl Future<Output = Result<(), DbErr>>) {
    match timeout(CLOSE_TIMEOUT, closing).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "closing the database"),
        Err(_) => tracing::warn!("a connection to the database is still in use and was not closed"),
    }
}

/// Creates a missing database file that only its owner can read, because SQLite would create the file with the
/// permissions of the umask. SQLite gives the files beside it (`-wal`, `-shm`) the same permissions. Errors are ignored
/// here, because SQLite reports them when it opens the file.
fn create_private_file(url: &str) -> Result<(), DbErr> {
    let options = SqliteConnectOptions::from_str(url).map_err(|error| DbErr::Custom(error.to_string()))?;
    if url.contains("mode=rwc") {
        let _ = create_new(options.get_filename());
    }
    Ok(())
}

fn create_new(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Name and version of the database, for the operator.
pub async fn server_version(db: &Db) -> Result<String, DbErr> {
    let (name, query) = match db.backend() {
        DbBackend::Sqlite => ("SQLite", "SELECT sqlite_version()"),
        DbBackend::Postgres => ("PostgreSQL", "SHOW server_version"),
        DbBackend::MySql => ("MySQL", "SELECT VERSION()"),
        _ => return Err(DbErr::Custom("not one of our databases".to_owned())),
    };
    let row = db
        .read
        .query_one_raw(Statement::from_string(db.backend(), query))
        .await?;
    let version: String = row.map_or_else(|| Ok(String::new()), |row| row.try_get_by_index(0))?;
    Ok(format!("{name} {version}"))
}

#[cfg(test)]
mod tests;
