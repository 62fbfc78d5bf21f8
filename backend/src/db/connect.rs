//! Opening a database and setting it up for what we do with it.

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement,
    sqlx::{
        self, Connection,
        sqlite::{SqliteConnection, SqliteJournalMode, SqliteSynchronous},
    },
};
use std::time::Duration;

/// How long a statement waits for a connection or a lock before the person is told to try again.
const PATIENCE: Duration = Duration::from_secs(10);
const RESTED: Duration = Duration::from_secs(1);
/// How long whoever only asks whether the database is there waits for a word.
const WORD: Duration = Duration::from_secs(2);

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

/// One connection beside the pool: a pool in which everybody waits says nothing about whether the database is there.
pub async fn connect_to_watch(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = options(url, 1);
    options
        .acquire_timeout(WORD)
        .connect_timeout(WORD)
        .test_before_acquire_if_idle_for(Duration::ZERO);
    Database::connect(options).await
}

/// How many connections there are, and how many of them rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    pub open: u32,
    pub idle: u32,
}

impl Db {
    pub fn pool(&self) -> Pool {
        match self.backend() {
            DbBackend::Postgres => Pool::of(self.read.get_postgres_connection_pool()),
            DbBackend::MySql => Pool::of(self.read.get_mysql_connection_pool()),
            _ => Pool::of(self.read.get_sqlite_connection_pool()),
        }
    }

    /// What was acknowledged is in the file, and the file is closed properly.
    pub async fn close(self) {
        for connection in [self.write, self.read] {
            if let Err(error) = connection.close().await {
                tracing::debug!(%error, "closing the database");
            }
        }
    }
}

impl Pool {
    fn of<D: sqlx::Database>(pool: &sqlx::Pool<D>) -> Self {
        Self {
            open: pool.size(),
            idle: u32::try_from(pool.num_idle()).unwrap_or(u32::MAX),
        }
    }
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
    if !url.starts_with("sqlite:") {
        // A connection that has rested may be one that the database has forgotten, by its restart.
        options.test_before_acquire_if_idle_for(RESTED);
    }
    options
}

fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let mut options = options(url, connections);
    options.min_connections(1).map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            // Moving the log into the file waits for the disk; `keep_log_short` does it beside the work. A command that
            // runs without a server does it here.
            .pragma("wal_autocheckpoint", "40000")
            .busy_timeout(PATIENCE)
            .foreign_keys(true)
            .statement_cache_capacity(200)
    });
    options.map_sqlx_sqlite_pool_opts(|pool| pool.after_release(|connection, _| Box::pin(is_in_order(connection))));
    options
}

/// When the disk is full or fails, SQLite undoes a transaction by itself. The driver then cannot undo it, and counts it as open
/// for ever: whatever came later on the same connection would be acknowledged and never kept. So that connection is closed.
async fn is_in_order(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if connection.is_in_transaction() {
        // What was dropped halfway is undone before this is answered.
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
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
