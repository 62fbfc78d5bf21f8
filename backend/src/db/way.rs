//! The ways to the database: a single statement by itself, or several in one transaction.

use super::{held::Held, lent::Lent};
use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, IsolationLevel,
    QueryResult, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use std::sync::Arc;
use tokio::sync::Mutex;

/// The driver's pool, or connections of our own where the database is a file.
#[derive(Clone, Debug)]
pub enum Way {
    Pool(DatabaseConnection),
    File(Arc<Held>),
}

#[async_trait]
impl ConnectionTrait for Way {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Pool(pool) => pool.get_database_backend(),
            Self::File(_) => DbBackend::Sqlite,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Pool(pool) => pool.execute_raw(statement).await,
            Self::File(held) => held.lend().await?.execute(&statement).await,
        }
    }

    async fn execute_unprepared(&self, text: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Pool(pool) => pool.execute_unprepared(text).await,
            Self::File(held) => held.lend().await?.execute_unprepared(text),
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Pool(pool) => pool.query_one_raw(statement).await,
            Self::File(held) => held.lend().await?.query_one(&statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Pool(pool) => pool.query_all_raw(statement).await,
            Self::File(held) => held.lend().await?.query_all(&statement).await,
        }
    }
}

impl Way {
    pub async fn begin(&self) -> Result<Tx, DbErr> {
        match self {
            Self::Pool(pool) => Ok(Tx::Pool(pool.begin_with_options(options(pool)).await?)),
            Self::File(held) => {
                let mut lent = held.lend().await?;
                lent.begin().await?;
                Ok(Tx::File(Mutex::new(lent)))
            }
        }
    }

    /// For what waits for the disk: nobody else waits for it.
    pub async fn query_one_aside(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Pool(pool) => pool.query_one_raw(statement).await,
            Self::File(held) => held.lend().await?.query_one_aside(statement).await,
        }
    }
}

pub(super) fn options(pool: &DatabaseConnection) -> TransactionOptions {
    match pool.get_database_backend() {
        // Taking the write lock at once: upgrading it later can fail.
        DbBackend::Sqlite => TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        },
        // A row that was waited for is read as it is now, on both.
        _ => TransactionOptions {
            isolation_level: Some(IsolationLevel::ReadCommitted),
            ..Default::default()
        },
    }
}

/// What happens whole or not at all. One that is dropped before it is kept is undone.
pub enum Tx {
    Pool(DatabaseTransaction),
    File(Mutex<Lent>),
}

impl Tx {
    pub async fn commit(self) -> Result<(), DbErr> {
        match self {
            Self::Pool(tx) => tx.commit().await,
            Self::File(lent) => lent.into_inner().begun()?.commit().await,
        }
    }

    pub async fn rollback(self) -> Result<(), DbErr> {
        match self {
            Self::Pool(tx) => tx.rollback().await,
            // Whoever gives the connection back with something begun has it undone.
            Self::File(lent) => {
                drop(lent);
                Ok(())
            }
        }
    }
}

#[async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Pool(tx) => tx.get_database_backend(),
            Self::File(_) => DbBackend::Sqlite,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Pool(tx) => tx.execute_raw(statement).await,
            Self::File(lent) => lent.lock().await.begun()?.execute(&statement).await,
        }
    }

    async fn execute_unprepared(&self, text: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Pool(tx) => tx.execute_unprepared(text).await,
            Self::File(lent) => lent.lock().await.begun()?.execute_unprepared(text),
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Pool(tx) => tx.query_one_raw(statement).await,
            Self::File(lent) => lent.lock().await.begun()?.query_one(&statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Pool(tx) => tx.query_all_raw(statement).await,
            Self::File(lent) => lent.lock().await.begun()?.query_all(&statement).await,
        }
    }
}

#[cfg(test)]
mod tests;
