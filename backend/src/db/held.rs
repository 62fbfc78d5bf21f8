//! SQLite's connections, held by ourselves. The driver's pool asks every connection that comes back how it is: a trip to the
//! connection's thread as long as a statement's own, and a lesson makes thousands of them.

use super::connect::{PATIENCE, Pool, count};
use futures_util::TryStreamExt;
use sea_orm::{
    ConnAcquireErr, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Value, Values,
    sqlx::{
        self, AssertSqlSafe, ConnectOptions, Connection, Either, Executor, Sqlite,
        query::Query,
        sqlite::{SqliteConnectOptions, SqliteConnection},
    },
};
use sea_query_sqlx::SqlxValues;
use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// So many connections to one file, opened when they are needed and kept.
pub struct Held {
    options: SqliteConnectOptions,
    most: u32,
    room: Arc<Semaphore>,
    /// The one that came back last is taken first: it has what it needs in its cache.
    resting: Mutex<Vec<Resting>>,
}

struct Resting {
    connection: SqliteConnection,
    /// Whoever had it went away in the middle of a transaction.
    in_transaction: bool,
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").field("most", &self.most).finish_non_exhaustive()
    }
}

impl Held {
    /// Opens the first one: a file that cannot be opened is known at the start.
    pub async fn open(options: SqliteConnectOptions, most: u32) -> Result<Arc<Self>, DbErr> {
        let first = options.connect().await.map_err(not_open)?;
        Ok(Arc::new(Self {
            options,
            most,
            room: Arc::new(Semaphore::new(most as usize)),
            resting: Mutex::new(vec![Resting {
                connection: first,
                in_transaction: false,
            }]),
        }))
    }

    /// One that is nobody else's until it is dropped.
    pub async fn lend(self: &Arc<Self>) -> Result<Lent, DbErr> {
        let room = timeout(PATIENCE, Arc::clone(&self.room).acquire_owned()).await;
        let room = room
            .map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))?
            .map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed))?;
        let mut lent = Lent {
            connection: None,
            in_transaction: false,
            of: Arc::clone(self),
            _room: room,
        };
        let resting = self.resting().pop();
        match resting {
            Some(resting) => {
                lent.connection = Some(resting.connection);
                lent.in_transaction = resting.in_transaction;
            }
            None => lent.connection = Some(self.options.connect().await.map_err(not_open)?),
        }
        if lent.in_transaction {
            lent.roll_back().await?;
        }
        Ok(lent)
    }

    pub fn figures(&self) -> Pool {
        let idle = count(self.resting().len());
        let lent = self.most.saturating_sub(count(self.room.available_permits()));
        Pool {
            open: idle + lent,
            idle,
        }
    }

    /// Waits for those that are lent; nothing is lent any more.
    pub async fn close(&self) {
        let all = timeout(PATIENCE, self.room.acquire_many(self.most)).await;
        self.room.close();
        if all.is_err() {
            tracing::warn!("a connection to the database did not come back");
        }
        let resting = core::mem::take(&mut *self.resting());
        for resting in resting {
            if let Err(error) = resting.connection.close().await {
                tracing::debug!(%error, "closing the database");
            }
        }
    }

    fn resting(&self) -> std::sync::MutexGuard<'_, Vec<Resting>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection while it is somebody's.
pub struct Lent {
    connection: Option<SqliteConnection>,
    pub(super) in_transaction: bool,
    of: Arc<Held>,
    _room: OwnedSemaphorePermit,
}

impl Drop for Lent {
    /// Also when a request is given up in the middle: the connection's thread does one thing after the other, and what was
    /// begun is undone before anything else.
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            let in_transaction = self.in_transaction;
            self.of.resting().push(Resting {
                connection,
                in_transaction,
            });
        }
    }
}

impl Lent {
    /// Of several statements in one the last one's result counts.
    pub async fn execute(&mut self, statement: Statement) -> Result<ExecResult, DbErr> {
        let connection = self.connection()?;
        let mut last = None;
        let done = async {
            let mut results = connection.fetch_many(query(&statement));
            while let Some(result) = results.try_next().await? {
                if let Either::Left(result) = result {
                    last = Some(result);
                }
            }
            Ok(last.unwrap_or_default())
        };
        let done = done.await;
        self.checked(done).map(ExecResult::from).map_err(DbErr::Exec)
    }

    pub async fn execute_unprepared(&mut self, text: &str) -> Result<ExecResult, DbErr> {
        let done = self.connection()?.execute(AssertSqlSafe(text)).await;
        self.checked(done).map(ExecResult::from).map_err(DbErr::Exec)
    }

    pub async fn query_one(&mut self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let row = self.connection()?.fetch_optional(query(&statement)).await;
        let row = self.checked(row).map_err(DbErr::Query)?;
        Ok(row.map(QueryResult::from))
    }

    pub async fn query_all(&mut self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let rows = self.connection()?.fetch_all(query(&statement)).await;
        let rows = self.checked(rows).map_err(DbErr::Query)?;
        Ok(rows.into_iter().map(QueryResult::from).collect())
    }

    /// SQLite may have undone it by itself, as it does when the disk is full: then there is nothing to undo, and that is well.
    /// A connection that cannot undo is given up: what came later on it would be acknowledged and never kept.
    pub async fn roll_back(&mut self) -> Result<(), DbErr> {
        match self.execute_unprepared("ROLLBACK").await {
            Err(error) if !error.to_string().contains("no transaction is active") => {
                self.connection = None;
                Err(error)
            }
            _ => {
                self.in_transaction = false;
                Ok(())
            }
        }
    }

    fn connection(&mut self) -> Result<&mut SqliteConnection, DbErr> {
        let closed = DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed);
        self.connection.as_mut().ok_or(closed)
    }

    /// A connection whose thread is gone is given up: the next one is opened anew.
    fn checked<T>(&mut self, outcome: Result<T, sqlx::Error>) -> Result<T, RuntimeErr> {
        outcome.map_err(|error| {
            if matches!(error, sqlx::Error::WorkerCrashed) {
                self.connection = None;
            }
            RuntimeErr::SqlxError(Arc::new(error))
        })
    }
}

fn query(statement: &Statement) -> Query<'_, Sqlite, SqlxValues> {
    let values: Vec<Value> = statement
        .values
        .as_ref()
        .map_or_else(Vec::new, |Values(values)| values.clone());
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(Values(values)))
}

fn not_open(error: sqlx::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)))
}
