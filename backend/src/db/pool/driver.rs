//! A connection of one of the three drivers, which runs statements of SeaORM.

use futures_util::TryStreamExt;
use sea_orm::{
    ConnAcquireErr, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement,
    sqlx::{self, AssertSqlSafe, Connection, Either, Executor, MySql, Postgres, Result, Sqlite, pool::PoolConnection},
};
use sea_query_sqlx::SqlxValues;
use std::time::Duration;
use tokio::{runtime::Handle, time::timeout};

/// How long a connection has time to answer a test.
const PING_TIMEOUT: Duration = Duration::from_secs(2);

pub enum Driver {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
    MySql(PoolConnection<MySql>),
}

/// The same expression for each driver.
macro_rules! each {
    ($driver:expr, |$connection:ident| $run:expr) => {
        match $driver {
            Driver::Sqlite($connection) => $run,
            Driver::Postgres($connection) => $run,
            Driver::MySql($connection) => $run,
        }
    };
}

/// The number of open and of idle connections in the pool of sqlx.
pub fn open_and_idle(source: &DatabaseConnection) -> (u32, usize) {
    fn of<D: sqlx::Database>(pool: &sqlx::Pool<D>) -> (u32, usize) {
        (pool.size(), pool.num_idle())
    }
    match source.get_database_backend() {
        DbBackend::Sqlite => of(source.get_sqlite_connection_pool()),
        DbBackend::Postgres => of(source.get_postgres_connection_pool()),
        _ => of(source.get_mysql_connection_pool()),
    }
}

impl Driver {
    /// Takes a connection from the pool of sqlx.
    pub async fn of(source: &DatabaseConnection) -> std::result::Result<Self, DbErr> {
        let taken = match source.get_database_backend() {
            DbBackend::Sqlite => source.get_sqlite_connection_pool().acquire().await.map(Self::Sqlite),
            DbBackend::Postgres => source
                .get_postgres_connection_pool()
                .acquire()
                .await
                .map(Self::Postgres),
            _ => source.get_mysql_connection_pool().acquire().await.map(Self::MySql),
        };
        taken.map_err(|error| match error {
            sqlx::Error::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
            sqlx::Error::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
            error => DbErr::Conn(RuntimeErr::SqlxError(error.into())),
        })
    }

    /// Runs a statement. On SQLite the text can contain several statements, and the result is that of the last one.
    pub async fn execute(&mut self, statement: Statement) -> Result<ExecResult> {
        let (sql, values) = parts(statement);
        each!(self, |connection| {
            let mut steps = connection.fetch_many(sqlx::query_with(sql, values));
            let mut result = None;
            while let Some(step) = steps.try_next().await? {
                if let Either::Left(ended) = step {
                    result = Some(ended);
                }
            }
            Ok(result.unwrap_or_default().into())
        })
    }

    /// Reads to the end, also after the first row: a single change commits there, and `fetch_optional` of SQLite would not
    /// report that the commit has failed.
    pub async fn query_one(&mut self, statement: Statement) -> Result<Option<QueryResult>> {
        let (sql, values) = parts(statement);
        each!(self, |connection| {
            let mut rows = connection.fetch(sqlx::query_with(sql, values));
            let first = rows.try_next().await?;
            while rows.try_next().await?.is_some() {}
            Ok(first.map(Into::into))
        })
    }

    pub async fn query_all(&mut self, statement: Statement) -> Result<Vec<QueryResult>> {
        let (sql, values) = parts(statement);
        each!(self, |connection| {
            let rows = connection.fetch_all(sqlx::query_with(sql, values)).await?;
            Ok(rows.into_iter().map(Into::into).collect())
        })
    }

    /// Runs a text without values.
    pub async fn execute_text(&mut self, sql: &str) -> Result<ExecResult> {
        let sql = AssertSqlSafe(sql.to_owned());
        each!(self, |connection| connection.execute(sql).await.map(Into::into))
    }

    /// Whether the database answers on this connection.
    pub async fn answers(&mut self) -> bool {
        let ping = async { each!(self, |connection| connection.ping().await) };
        matches!(timeout(PING_TIMEOUT, ping).await, Ok(Ok(())))
    }

    /// Gives the connection back to sqlx, in a task of its own. sqlx tests it, without a limit of time: a host that has
    /// disappeared would keep the place of this connection in the pool until TCP gives up, which takes a quarter of an
    /// hour. Therefore a connection that does not answer is closed here. Outside of a runtime every connection is closed.
    pub fn give_back(mut self) {
        match (Handle::try_current(), &self) {
            (Err(_), _) => each!(self, |connection| drop(connection.leak())),
            // A file does not disappear.
            (Ok(_), Self::Sqlite(_)) => {}
            (Ok(runtime), _) => drop(runtime.spawn(async move {
                if !self.answers().await {
                    each!(self, |connection| drop(connection.detach()));
                }
            })),
        }
    }

    pub async fn close(self) -> Result<()> {
        each!(self, |connection| connection.close().await)
    }
}

fn parts(statement: Statement) -> (AssertSqlSafe<String>, SqlxValues) {
    let values = statement.values.unwrap_or_else(|| sea_orm::Values(Vec::new()));
    (AssertSqlSafe(statement.sql), SqlxValues(values))
}
