//! A connection in use. It is kept for the next use when it is dropped.

use super::{Driver, Pool, state::State};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, sqlx};
use std::time::{Duration, Instant};
use tokio::{runtime::Handle, sync::OwnedSemaphorePermit, time::timeout};

/// How long the rollback of an abandoned transaction is waited for, before its connection is closed.
const ROLLBACK_TIMEOUT: Duration = Duration::from_secs(10);
/// Locks the file for writing at once: a transaction that begins without this lock and reads can fail when it writes
/// later.
const BEGIN_SQLITE: &str = "BEGIN IMMEDIATE";
const BEGIN: &str = "BEGIN";
const COMMIT: &str = "COMMIT";
const ROLLBACK: &str = "ROLLBACK";

pub struct Pooled {
    state: State,
    /// Changes of the transaction that are sent before its next statement or its end.
    waiting: Vec<Statement>,
    /// `None` only while the value is dropped.
    held: Option<Held>,
}

pub(super) struct Held {
    pub driver: Driver,
    pub taken_at: Instant,
    pub pool: Pool,
    pub _permit: OwnedSemaphorePermit,
}

impl Pooled {
    pub(super) fn new(held: Held) -> Self {
        Self {
            state: State::Free,
            waiting: Vec::new(),
            held: Some(held),
        }
    }

    /// Tests a connection that was idle. If it does not answer, it is given back to sqlx when it is dropped.
    pub(super) async fn still_answers(&mut self) -> bool {
        let Some(held) = &mut self.held else { return false };
        self.state = State::Sent;
        let answers = held.driver.answers().await;
        if answers {
            self.state = State::Free;
        }
        answers
    }

    /// The next statement begins a transaction.
    pub fn begin_with_next(&mut self) {
        self.state = State::Begins;
    }

    /// Sends a change with the next statement or with the end of the transaction, which then reports its error. On SQLite
    /// both are one message, because each message to the thread of the connection costs more than most statements. The
    /// change must return no rows.
    pub fn send_with_next(&mut self, change: Statement) {
        self.waiting.push(change);
    }

    pub async fn execute(&mut self, statement: Statement) -> Result<ExecResult, DbErr> {
        let statement = self.with_earlier(statement).await?;
        let outcome = self.sends()?.execute(statement).await;
        self.answered(outcome, exec_error)
    }

    pub async fn query_one(&mut self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let statement = self.with_earlier(statement).await?;
        let outcome = self.sends()?.query_one(statement).await;
        self.answered(outcome, query_error)
    }

    pub async fn query_all(&mut self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let statement = self.with_earlier(statement).await?;
        let outcome = self.sends()?.query_all(statement).await;
        self.answered(outcome, query_error)
    }

    pub async fn execute_text(&mut self, sql: &str) -> Result<ExecResult, DbErr> {
        if self.state == State::Begins || !self.waiting.is_empty() {
            let statement = Statement::from_string(self.backend()?, sql);
            return self.execute(statement).await;
        }
        let outcome = self.sends()?.execute_text(sql).await;
        self.answered(outcome, exec_error)
    }

    /// A transaction without statements sends nothing, and one that is a single change needs no begin and no end.
    pub async fn commit(mut self) -> Result<(), DbErr> {
        if self.state == State::Begins && self.waiting.len() <= 1 {
            self.state = State::Free;
            if let Some(change) = self.waiting.pop() {
                self.execute(change).await?;
            }
            return Ok(());
        }
        self.execute_text(COMMIT).await?;
        self.state = State::Free;
        Ok(())
    }

    pub async fn rollback(mut self) -> Result<(), DbErr> {
        self.waiting.clear();
        if self.state.is_in_transaction() {
            self.execute_text(ROLLBACK).await?;
        }
        self.state = State::Free;
        Ok(())
    }

    /// Sends what was not sent yet, the begin of the transaction and waiting changes: on SQLite together with this
    /// statement.
    async fn with_earlier(&mut self, statement: Statement) -> Result<Statement, DbErr> {
        let begin = match self.state {
            State::Begins => Some(BEGIN),
            _ => None,
        };
        let waiting = std::mem::take(&mut self.waiting);
        if statement.db_backend == DbBackend::Sqlite {
            let begin = begin.map(|_| Statement::from_string(DbBackend::Sqlite, BEGIN_SQLITE));
            let earlier: Vec<_> = begin.into_iter().chain(waiting).collect();
            return Ok(match earlier.is_empty() {
                true => statement,
                false => together(earlier.into_iter().chain([statement])),
            });
        }
        if let Some(begin) = begin {
            let outcome = self.sends()?.execute_text(begin).await;
            self.answered(outcome, exec_error)?;
        }
        for change in waiting {
            let outcome = self.sends()?.execute(change).await;
            self.answered(outcome, exec_error)?;
        }
        Ok(statement)
    }

    fn backend(&self) -> Result<DbBackend, DbErr> {
        let held = self.held.as_ref().ok_or_else(lost)?;
        Ok(held.pool.get_database_backend())
    }

    fn sends(&mut self) -> Result<&mut Driver, DbErr> {
        let held = self.held.as_mut().ok_or_else(lost)?;
        self.state = self.state.sent();
        held.pool.0.statements.add_one();
        Ok(&mut held.driver)
    }

    /// After an error that is not of the database, for example a lost connection, the state stays "sent".
    fn answered<T>(&mut self, outcome: sqlx::Result<T>, as_error: fn(sqlx::Error) -> DbErr) -> Result<T, DbErr> {
        if outcome
            .as_ref()
            .err()
            .is_none_or(|error| error.as_database_error().is_some())
        {
            self.state = self.state.answered();
        } else if let Some(held) = &self.held {
            held.pool.give_back_idle();
        }
        outcome.map_err(as_error)
    }
}

/// The driver of SQLite runs the statements of one text one after the other, and stops at the first error.
pub fn together(statements: impl Iterator<Item = Statement>) -> Statement {
    let (mut texts, mut values) = (Vec::new(), Vec::new());
    for statement in statements {
        texts.push(statement.sql);
        values.extend(statement.values.into_iter().flat_map(|values| values.0));
    }
    Statement::from_sql_and_values(DbBackend::Sqlite, texts.join("; "), values)
}

fn exec_error(error: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(error.into()))
}

fn query_error(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}

/// Not reached: a connection is taken out only when the value is dropped.
fn lost() -> DbErr {
    DbErr::Custom("a connection was used after its end".to_owned())
}

/// A request that is dropped leaves its transaction open, in the middle of any statement.
impl Drop for Pooled {
    fn drop(&mut self) {
        let Some(held) = self.held.take() else { return };
        match self.state {
            State::Free | State::Begins => held.pool.keep(held.driver, held.taken_at),
            State::Sent => held.driver.give_back(),
            State::Open | State::SentInTransaction => match Handle::try_current() {
                Ok(runtime) => drop(runtime.spawn(roll_back(held))),
                Err(_) => held.driver.give_back(),
            },
        }
    }
}

/// Rolls back, so that the connection can be used again. If this fails, for example because the database has ended the
/// transaction by itself, the connection is closed.
async fn roll_back(mut held: Held) {
    let rolled_back = timeout(ROLLBACK_TIMEOUT, held.driver.execute_text(ROLLBACK)).await;
    match rolled_back {
        Ok(Ok(_)) => held.pool.keep(held.driver, held.taken_at),
        _ => drop(held.driver.close().await),
    }
}
