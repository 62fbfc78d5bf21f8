//! Opening a database and setting it up for what we do with it.

use super::{
    held::{File, Held},
    statement_count::StatementCount,
    way::Way,
};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement,
    sqlx::{
        self,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
    },
};
use std::{str::FromStr, time::Duration};

/// How long a statement waits for a connection or a lock before the person is told to try again.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
const RESTED: Duration = Duration::from_secs(1);
/// How long whoever only asks whether the database is there waits for a word.
const WORD: Duration = Duration::from_secs(2);

/// Where reads and writes go. On SQLite one connection writes, so that writers queue here in order instead of
/// colliding in the file; elsewhere both are the same pool.
#[derive(Clone, Debug)]
pub struct Db {
    pub read: Way,
    pub(super) write: Way,
    pub(super) migration: DatabaseConnection,
}

impl Db {
    pub fn backend(&self) -> DbBackend {
        self.read.get_database_backend()
    }

    /// For a single statement that writes: it is a transaction by itself.
    pub(crate) const fn statement(&self) -> &Way {
        &self.write
    }

    /// Statements that were sent so far, whichever of the two was asked; those of migrations are not among them.
    pub fn statements_so_far(&self) -> u64 {
        self.read.statements().so_far()
    }

    /// For the schema's migration only: everything else goes through a transaction.
    pub const fn migration_connection(&self) -> &DatabaseConnection {
        &self.migration
    }
}

pub async fn connect(url: &str, connections: u32) -> Result<Db, DbErr> {
    let statements = StatementCount::default();
    if url.starts_with("sqlite:") {
        let options = SqliteConnectOptions::from_str(url).map_err(|error| DbErr::Custom(error.to_string()))?;
        let file = File {
            path: options.get_filename().to_owned(),
            create: url.contains("mode=rwc"),
        };
        // The writer first: it creates the file.
        return Ok(Db {
            write: Way::File(Held::open(file.clone(), 1)?, statements.clone()),
            read: Way::File(Held::open(file, connections)?, statements),
            migration: Database::connect(sqlite(url)).await?,
        });
    }
    let pool = Database::connect(options(url, connections)).await?;
    Ok(Db {
        read: Way::Pool(pool.clone(), statements.clone()),
        write: Way::Pool(pool.clone(), statements),
        migration: pool,
    })
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
        match &self.read {
            Way::File(held, _) => held.figures(),
            Way::Pool(pool, _) => match self.backend() {
                DbBackend::Postgres => Pool::of(pool.get_postgres_connection_pool()),
                _ => Pool::of(pool.get_mysql_connection_pool()),
            },
        }
    }

    /// What was acknowledged is in the file, and the file is closed properly.
    pub async fn close(self) {
        for way in [&self.write, &self.read] {
            if let Way::File(held, _) = way {
                held.close().await;
            }
        }
        if let Err(error) = self.migration.close().await {
            tracing::debug!(%error, "closing the database");
        }
    }
}

impl Pool {
    fn of<D: sqlx::Database>(pool: &sqlx::Pool<D>) -> Self {
        Self {
            open: pool.size(),
            idle: count(pool.num_idle()),
        }
    }
}

pub(super) fn count(connections: usize) -> u32 {
    u32::try_from(connections).unwrap_or(u32::MAX)
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

/// One connection, which is closed again when it is not needed.
fn sqlite(url: &str) -> ConnectOptions {
    let mut options = options(url, 1);
    options.map_sqlx_sqlite_opts(tuned).idle_timeout(RESTED);
    options
}

fn tuned(sqlite: SqliteConnectOptions) -> SqliteConnectOptions {
    sqlite
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(PATIENCE)
        .foreign_keys(true)
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
