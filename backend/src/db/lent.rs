//! A connection to SQLite while it is somebody's.

use super::{
    connect::PATIENCE,
    failure::of_sqlite,
    held::Held,
    values::{Given, Row, executed, read, results},
};
use rusqlite::{Connection, ErrorCode};
use sea_orm::{ConnAcquireErr, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::OwnedSemaphorePermit, task::spawn_blocking, time::sleep};

/// While somebody beside us writes: a command that runs without the server.
const BETWEEN_TRIES: Duration = Duration::from_millis(5);
/// Whoever writes meanwhile waits as long.
const ASIDE: Duration = Duration::from_secs(1);

pub struct Lent {
    /// None once it is given back.
    connection: Option<Connection>,
    of: Arc<Held>,
    _room: OwnedSemaphorePermit,
}

impl Drop for Lent {
    /// Also when a request is given up in the middle.
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.of.take_back(connection);
        }
    }
}

impl Lent {
    pub(super) const fn new(connection: Connection, of: Arc<Held>, room: OwnedSemaphorePermit) -> Self {
        Self {
            connection: Some(connection),
            of,
            _room: room,
        }
    }

    pub async fn execute(&mut self, statement: &Statement) -> Result<ExecResult, DbErr> {
        let done = self.patiently(|connection| {
            rows(connection, statement, usize::MAX)?;
            Ok(done(connection))
        });
        let (last_id, affected) = done.await.map_err(DbErr::Exec)?;
        executed(last_id, affected)
    }

    /// Once only: of several statements, those that are done already must not be done again.
    pub fn execute_unprepared(&self, text: &str) -> Result<ExecResult, DbErr> {
        let connection = self.connection.as_ref().ok_or_else(given_back)?;
        let said = connection.execute_batch(text);
        said.map_err(|error| DbErr::Exec(of_sqlite(&error)))?;
        let (last_id, affected) = done(connection);
        executed(last_id, affected)
    }

    pub async fn query_one(&mut self, statement: &Statement) -> Result<Option<QueryResult>, DbErr> {
        let found = self.patiently(|connection| rows(connection, statement, 1)).await;
        Ok(results(found.map_err(DbErr::Query)?)?.pop())
    }

    pub async fn query_all(&mut self, statement: &Statement) -> Result<Vec<QueryResult>, DbErr> {
        let found = self.patiently(|connection| rows(connection, statement, usize::MAX));
        results(found.await.map_err(DbErr::Query)?)
    }

    /// For what waits, for the disk or for others: in a thread that nobody else needs.
    pub async fn query_one_aside(self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let lent = self;
        let asked = spawn_blocking(move || lent.connection.as_ref().map(|connection| waits(connection, &statement)));
        let asked = asked.await.map_err(|_| given_back())?.ok_or_else(given_back)?;
        let found = asked.map_err(|error| DbErr::Query(of_sqlite(&error)))?;
        Ok(results(found)?.pop())
    }

    /// Taking the write lock at once: upgrading it later can fail.
    pub async fn begin(&mut self) -> Result<(), DbErr> {
        let begun = self.patiently(|connection| command(connection, "BEGIN IMMEDIATE"));
        begun.await.map_err(DbErr::Exec)
    }

    /// While the transaction lasts. SQLite undoes one by itself when the disk is full: what came after it would be kept alone.
    pub fn begun(&mut self) -> Result<&mut Self, DbErr> {
        match &self.connection {
            Some(connection) if connection.is_autocommit() => {
                let undone = RuntimeErr::Internal("the transaction was undone".to_owned());
                Err(DbErr::Exec(undone))
            }
            _ => Ok(self),
        }
    }

    pub async fn commit(&mut self) -> Result<(), DbErr> {
        let kept = self.patiently(|connection| command(connection, "COMMIT")).await;
        kept.map_err(DbErr::Exec)
    }

    /// A statement that finds the file busy has done nothing, and is tried again while others are worked for.
    async fn patiently<T>(&mut self, work: impl Fn(&Connection) -> rusqlite::Result<T>) -> Result<T, RuntimeErr> {
        let began = Instant::now();
        loop {
            let connection = self.connection.as_ref();
            let connection = connection.ok_or_else(|| RuntimeErr::Internal(given_back().to_string()))?;
            match work(connection) {
                Err(error) if is_busy(&error) && began.elapsed() < PATIENCE => sleep(BETWEEN_TRIES).await,
                done => return done.map_err(|error| of_sqlite(&error)),
            }
        }
    }
}

/// Whether nothing is begun on it any more. SQLite undoes some things by itself, as it does when the disk is full.
pub fn is_undone(connection: &Connection) -> bool {
    connection.is_autocommit() || command(connection, "ROLLBACK").is_ok()
}

fn rows(connection: &Connection, statement: &Statement, most: usize) -> rusqlite::Result<Vec<Row>> {
    let mut prepared = connection.prepare_cached(&statement.sql)?;
    let values = statement.values.iter().flat_map(|values| &values.0);
    for (index, value) in values.enumerate() {
        prepared.raw_bind_parameter(index + 1, Given(value))?;
    }
    read(&mut prepared.raw_query(), most)
}

/// Moving the log waits for whoever is writing, or it is not begun anew.
fn waits(connection: &Connection, statement: &Statement) -> rusqlite::Result<Vec<Row>> {
    connection.busy_timeout(ASIDE)?;
    let found = rows(connection, statement, 1);
    connection.busy_timeout(Duration::ZERO)?;
    found
}

fn command(connection: &Connection, text: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(text)?.raw_execute().map(drop)
}

fn done(connection: &Connection) -> (u64, u64) {
    let last_id = u64::try_from(connection.last_insert_rowid()).unwrap_or_default();
    (last_id, connection.changes())
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}

const fn given_back() -> DbErr {
    DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)
}
