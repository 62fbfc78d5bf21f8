//! Opening a database and setting it up for what we do with it.

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use std::time::Duration;

/// How long a statement waits for a connection or a lock before the person is told to try again.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where reads and writes go. On SQLite one connection writes, so that writers queue here in order instead of
/// colliding in the file; elsewhere both are the same pool.
#[derive(Clone, Debug)]
pub struct Db {
    pub read: DatabaseConnection,
    pub(super) write: DatabaseConnection,
}

impl Db {
    pub fn backend(&self) -> DbBackend {
        self.read.get_database_backend()
    }

    /// For a single statement that writes: it is a transaction by itself.
    pub(crate) const fn statement(&self) -> &DatabaseConnection {
        &self.write
    }

    /// For the schema's migration only: everything else goes through a transaction.
    pub const fn migration_connection(&self) -> &DatabaseConnection {
        &self.write
    }
}

pub async fn connect(url: &str, connections: u32) -> Result<Db, DbErr> {
    if !url.starts_with("sqlite:") {
        let pool = Database::connect(options(url, connections)).await?;
        return Ok(Db {
            read: pool.clone(),
            write: pool,
        });
    }
    if url.contains(":memory:") {
        // Every connection would have a memory of its own.
        let only = Database::connect(sqlite(url, 1)).await?;
        return Ok(Db {
            read: only.clone(),
            write: only,
        });
    }
    // The writer first: it creates the file.
    let write = Database::connect(sqlite(url, 1)).await?;
    let read = Database::connect(sqlite(url, connections)).await?;
    Ok(Db { read, write })
}

fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .connect_timeout(PATIENCE)
        // Statements carry sealed secrets and hashes; nobody needs them in a log.
        .sqlx_logging(false)
        .test_before_acquire(false);
    options
}

fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let mut options = options(url, connections);
    options.min_connections(1).map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            // Moving the log into the file waits for the disk: less often, 32 MiB at a time.
            .pragma("wal_autocheckpoint", "8000")
            .busy_timeout(PATIENCE)
            .foreign_keys(true)
            .statement_cache_capacity(200)
    });
    options
}

/// What the database calls itself, for the operator.
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
