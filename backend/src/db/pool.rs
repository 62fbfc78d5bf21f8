//! A pool of connections that stay open between two uses.
//!
//! SeaORM opens the connections, and sqlx owns them. sqlx tests each connection when it is given back to its pool: one
//! more round trip for every statement outside of a transaction, and for every transaction. Therefore a connection whose
//! last statement has ended well is kept here, and only the others are given back.

mod driver;
mod pooled;
mod state;

pub use pooled::Pooled;

use super::statement_count::StatementCount;
use async_trait::async_trait;
use driver::Driver;
use pooled::Held;
use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};
use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// How long a statement waits for a connection, or SQLite for a lock of the file, before the request fails.
pub const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// After this time a connection is given back to sqlx, which tests it and limits its lifetime.
const KEEP_FOR: Duration = Duration::from_secs(60);
/// Connections to a database server that were idle this long are tested before use, in case the server was restarted.
const TEST_IF_IDLE_FOR: Duration = Duration::from_secs(1);

/// Clones share the connections.
#[derive(Clone)]
pub struct Pool(Arc<Shared>);

struct Shared {
    /// The pool of sqlx.
    source: DatabaseConnection,
    /// One permit for each connection. It is held while the connection is used, so that waiting requests get the
    /// connections in their order.
    permits: Arc<Semaphore>,
    kept: Mutex<Kept>,
    statements: StatementCount,
}

#[derive(Default)]
struct Kept {
    /// The connection that was used last is at the end, and is used first: the others become idle and are tested.
    idle: Vec<Idle>,
    is_closed: bool,
}

struct Idle {
    driver: Driver,
    /// When the connection was taken from sqlx.
    taken_at: Instant,
    idle_since: Instant,
}

/// Number of connections in a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolSize {
    pub open: u32,
    pub idle: u32,
}

impl Pool {
    pub fn new(source: DatabaseConnection, connections: u32, statements: StatementCount) -> Self {
        Self(Arc::new(Shared {
            source,
            permits: Arc::new(Semaphore::new(connections as usize)),
            kept: Mutex::default(),
            statements,
        }))
    }

    /// Waits for a connection.
    pub async fn acquire(&self) -> Result<Pooled, DbErr> {
        let waited = timeout(ACQUIRE_TIMEOUT, self.next()).await;
        waited.unwrap_or(Err(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)))
    }

    async fn next(&self) -> Result<Pooled, DbErr> {
        loop {
            let permit = Arc::clone(&self.0.permits).acquire_owned().await;
            let permit = permit.map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed))?;
            let Some(idle) = self.pop_idle() else {
                let driver = Driver::of(&self.0.source).await?;
                return Ok(self.pooled(driver, Instant::now(), permit));
            };
            if idle.taken_at.elapsed() >= KEEP_FOR {
                idle.driver.give_back();
                continue;
            }
            let is_fresh =
                self.get_database_backend() == DbBackend::Sqlite || idle.idle_since.elapsed() < TEST_IF_IDLE_FOR;
            let mut pooled = self.pooled(idle.driver, idle.taken_at, permit);
            if is_fresh || pooled.still_answers().await {
                return Ok(pooled);
            }
            self.give_back_idle();
        }
    }

    fn pop_idle(&self) -> Option<Idle> {
        self.kept().idle.pop()
    }

    fn pooled(&self, driver: Driver, taken_at: Instant, permit: OwnedSemaphorePermit) -> Pooled {
        Pooled::new(Held {
            driver,
            taken_at,
            pool: self.clone(),
            _permit: permit,
        })
    }

    /// Keeps a connection that is outside of a transaction and has answered its last statement.
    fn keep(&self, driver: Driver, taken_at: Instant) {
        let mut kept = self.kept();
        // sqlx closes connections that stay unused.
        let unused = kept
            .idle
            .iter()
            .take_while(|idle| idle.idle_since.elapsed() >= KEEP_FOR);
        let unused = unused.count();
        kept.idle.drain(..unused).for_each(|idle| idle.driver.give_back());
        if kept.is_closed || taken_at.elapsed() >= KEEP_FOR {
            return driver.give_back();
        }
        kept.idle.push(Idle {
            driver,
            taken_at,
            idle_since: Instant::now(),
        });
    }

    /// Gives all idle connections back to sqlx, because another connection is broken, and probably these are too.
    fn give_back_idle(&self) {
        let idle = std::mem::take(&mut self.kept().idle);
        idle.into_iter().for_each(|idle| idle.driver.give_back());
    }

    pub fn size(&self) -> PoolSize {
        let (open, idle) = driver::open_and_idle(&self.0.source);
        PoolSize {
            open,
            idle: u32::try_from(idle + self.kept().idle.len()).unwrap_or(u32::MAX),
        }
    }

    /// Closes all connections. Waits for connections that are in use.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.0.permits.close();
        self.kept().is_closed = true;
        self.give_back_idle();
        self.0.source.close_by_ref().await
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The pool is possibly dropped outside of the runtime, where sqlx cannot take connections back.
impl Drop for Shared {
    fn drop(&mut self) {
        let kept = self.kept.get_mut().unwrap_or_else(PoisonError::into_inner);
        kept.idle.drain(..).for_each(|idle| idle.driver.give_back());
    }
}

/// Each statement is a transaction by itself.
#[async_trait]
impl ConnectionTrait for Pool {
    fn get_database_backend(&self) -> DbBackend {
        self.0.source.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.acquire().await?.execute(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.acquire().await?.execute_text(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.acquire().await?.query_one(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.acquire().await?.query_all(statement).await
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pool").field(&self.size()).finish()
    }
}

#[cfg(test)]
mod tests;
