//! The ways to the database: a single statement by itself, or several in one transaction.

use super::{held::Held, lent::Lent, statement_count::StatementCount};
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
    Pool(DatabaseConnection, StatementCount),
    File(Arc<Held>, StatementCount),
}

#[async_trait]
impl ConnectionTrait for Way {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Pool(pool, _) => pool.get_database_backend(),
            Self::File(..) => DbBackend::Sqlite,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.statements().add_one();
        match self {
            Self::Pool(pool, _) => pool.execute_raw(statement).await,
            Self::File(held, _) => held.lend().await?.execute(&statement).await,
        }
    }

    async fn execute_unprepared(&self, text: &str) -> Result<ExecResult, DbErr> {
        self.statements().add_one();
        match self {
            Self::Pool(pool, _) => pool.execute_unprepared(text).await,
            Self::File(held, _) => held.lend().await?.execute_unprepared(text),
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.statements().add_one();
        match self {
            Self::Pool(pool, _) => pool.query_one_raw(statement).await,
            Self::File(held, _) => held.lend().await?.query_one(&statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.statements().add_one();
        match self {
            Self::Pool(pool, _) => pool.query_all_raw(statement).await,
            Self::File(held, _) => held.lend().await?.query_all(&statement).await,
        }
    }
}

impl Way {
    pub async fn begin(&self) -> Result<Tx, DbErr> {
        self.statements().add_one();
        match self {
            Self::Pool(pool, statements) => Ok(Tx::Pool(
                pool.begin_with_options(options(pool)).await?,
                statements.clone(),
            )),
            Self::File(held, statements) => {
                let mut lent = held.lend().await?;
                lent.begin().await?;
                Ok(Tx::File(Mutex::new(lent), statements.clone()))
            }
        }
    }

    pub const fn statements(&self) -> &StatementCount {
        match self {
            Self::Pool(_, statements) | Self::File(_, statements) => statements,
        }
    }

    /// For what waits for the disk: nobody else waits for it.
    pub async fn query_one_aside(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.statements().add_one();
        match self {
            Self::Pool(pool, _) => pool.query_one_raw(statement).await,
            Self::File(held, _) => held.lend().await?.query_one_aside(statement).await,
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
    Pool(DatabaseTransaction, StatementCount),
    File(Mutex<Lent>, StatementCount),
}

impl Tx {
    const fn statements(&self) -> &StatementCount {
        match self {
            Self::Pool(_, statements) | Self::File(_, statements) => statements,
        }
    }

    pub async fn commit(self) -> Result<(), DbErr> {
        match self {
            Self::Pool(tx, _) => tx.commit().await,
            Self::File(lent, _) => lent.into_inner().begun()?.commit().await,
        }
    }

    pub async fn rollback(self) -> Result<(), DbErr> {
        match self {
            Self::Pool(tx, _) => tx.rollback().await,
            // Whoever gives the connection back with something begun has it undone.
            Self::File(lent, _) => {
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
            Self::Pool(tx, _) => tx.get_database_backend(),
            Self::File(..) => DbBackend::Sqlite,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.statements().add_one();
        match self {
            Self::Pool(tx, _) => tx.execute_raw(statement).await,
            Self::File(lent, _) => lent.lock().await.begun()?.execute(&statement).await,
        }
    }

    async fn execute_unprepared(&self, text: &str) -> Result<ExecResult, DbErr> {
        self.statements().add_one();
        match self {
            Self::Pool(tx, _) => tx.execute_unprepared(text).await,
            Self::File(lent, _) => lent.lock().await.begun()?.execute_unprepared(text),
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.statements().add_one();
        match self {
            Self::Pool(tx, _) => tx.query_one_raw(statement).await,
            Self::File(lent, _) => lent.lock().await.begun()?.query_one(&statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.statements().add_one();
        match self {
            Self::Pool(tx, _) => tx.query_all_raw(statement).await,
            Self::File(lent, _) => lent.lock().await.begun()?.query_all(&statement).await,
        }
    }
}

#[cfg(test)]
mod tests;
