//! The ways to the database: a single statement by itself, or several in one transaction.

use super::held::{Held, Lent};
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
            Self::File(held) => held.lend().await?.execute(statement).await,
        }
    }

    async fn execute_unprepared(&self, text: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Pool(pool) => pool.execute_unprepared(text).await,
            Self::File(held) => held.lend().await?.execute_unprepared(text).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Pool(pool) => pool.query_one_raw(statement).await,
            Self::File(held) => held.lend().await?.query_one(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Pool(pool) => pool.query_all_raw(statement).await,
            Self::File(held) => held.lend().await?.query_all(statement).await,
        }
    }
}

impl Way {
    pub async fn begin(&self) -> Result<Tx, DbErr> {
        Ok(match self {
            Self::Pool(pool) => Tx::Pool(pool.begin_with_options(options(pool)).await?),
            Self::File(held) => Tx::File(Mutex::new(Begun {
                lent: held.lend().await?,
            })),
        })
    }
}

pub(super) fn options(pool: &DatabaseConnection) -> TransactionOptions {
    match pool.get_database_backend() {
        // In memory. As in a file: taking the write lock at once.
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
    File(Mutex<Begun>),
}

impl Tx {
    pub async fn commit(self) -> Result<(), DbErr> {
        match self {
            Self::Pool(tx) => tx.commit().await,
            Self::File(begun) => begun.into_inner().commit().await,
        }
    }

    pub async fn rollback(self) -> Result<(), DbErr> {
        match self {
            Self::Pool(tx) => tx.rollback().await,
            Self::File(begun) => begun.into_inner().roll_back().await,
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
            Self::File(begun) => {
                let mut begun = begun.lock().await;
                let (statement, first) = begun.with_begin(statement);
                let done = begun.lent.execute(statement).await;
                begun.after_first(first, done).await
            }
        }
    }

    async fn execute_unprepared(&self, text: &str) -> Result<ExecResult, DbErr> {
        self.execute_raw(Statement::from_string(self.get_database_backend(), text))
            .await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Pool(tx) => tx.query_one_raw(statement).await,
            Self::File(begun) => {
                let mut begun = begun.lock().await;
                let (statement, first) = begun.with_begin(statement);
                let done = begun.lent.query_one(statement).await;
                begun.after_first(first, done).await
            }
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Pool(tx) => tx.query_all_raw(statement).await,
            Self::File(begun) => {
                let mut begun = begun.lock().await;
                let (statement, first) = begun.with_begin(statement);
                let done = begun.lent.query_all(statement).await;
                begun.after_first(first, done).await
            }
        }
    }
}

/// A transaction of SQLite's. It begins with its first statement, in the same trip to the connection's thread.
pub struct Begun {
    lent: Lent,
}

/// Taking the write lock at once: upgrading it later can fail.
const BEGIN: &str = "BEGIN IMMEDIATE";

impl Begun {
    fn with_begin(&mut self, mut statement: Statement) -> (Statement, bool) {
        let is_first = !self.lent.in_transaction;
        if is_first {
            statement.sql = format!("{BEGIN}; {}", statement.sql);
            self.lent.in_transaction = true;
        }
        (statement, is_first)
    }

    /// A first statement that failed does not say whether it was the beginning that failed. Nothing may be done outside of a
    /// transaction by somebody who believes to be in one.
    async fn after_first<T>(&mut self, is_first: bool, done: Result<T, DbErr>) -> Result<T, DbErr> {
        let Err(error) = done else { return done };
        if is_first
            && let Err(again) = self.lent.execute_unprepared(BEGIN).await
            && !again.to_string().contains("within a transaction")
        {
            self.lent.in_transaction = false;
        }
        Err(error)
    }

    async fn commit(mut self) -> Result<(), DbErr> {
        if !self.lent.in_transaction {
            return Ok(());
        }
        match self.lent.execute_unprepared("COMMIT").await {
            Ok(_) => {
                self.lent.in_transaction = false;
                Ok(())
            }
            Err(error) => {
                self.lent.roll_back().await?;
                Err(error)
            }
        }
    }

    async fn roll_back(mut self) -> Result<(), DbErr> {
        if self.lent.in_transaction {
            self.lent.roll_back().await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{Db, connect};
    use core::time::Duration;
    use tempfile::TempDir;
    use tokio::time::timeout;

    async fn file() -> (TempDir, Db) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("t.sqlite").display());
        let db = connect(&url, 2).await.unwrap();
        let table = "CREATE TABLE t (n INTEGER PRIMARY KEY)";
        db.statement().execute_unprepared(table).await.unwrap();
        (folder, db)
    }

    fn insert(n: i32) -> Statement {
        Statement::from_sql_and_values(DbBackend::Sqlite, "INSERT INTO t VALUES (?)", [n.into()])
    }

    async fn kept(db: &Db) -> String {
        let all = Statement::from_string(DbBackend::Sqlite, "SELECT coalesce(group_concat(n), '') FROM t");
        let row = db.read.query_one_raw(all).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    #[tokio::test]
    async fn a_transaction_begins_with_its_first_statement_and_counts_only_that() {
        let (_folder, db) = file().await;
        db.statement().execute_raw(insert(1)).await.unwrap();
        db.statement().execute_raw(insert(2)).await.unwrap();
        let tx = db.begin().await.unwrap();
        let all = Statement::from_string(DbBackend::Sqlite, "DELETE FROM t");
        assert_eq!(tx.execute_raw(all.clone()).await.unwrap().rows_affected(), 2);
        assert_eq!(tx.execute_raw(all).await.unwrap().rows_affected(), 0);
        assert_eq!(kept(&db).await, "1,2");
        tx.commit().await.unwrap();
        assert_eq!(kept(&db).await, "");
    }

    #[tokio::test]
    async fn what_is_given_up_in_the_middle_is_undone_before_anything_else() {
        let (_folder, db) = file().await;
        let tx = db.begin().await.unwrap();
        tx.execute_raw(insert(1)).await.unwrap();
        drop(tx);
        db.statement().execute_raw(insert(2)).await.unwrap();
        assert_eq!(kept(&db).await, "2");
        db.begin().await.unwrap().commit().await.unwrap();
        let tx = db.begin().await.unwrap();
        tx.execute_raw(insert(3)).await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(kept(&db).await, "2");
    }

    /// Its beginning went well: what comes after a refused statement is of the same transaction.
    #[tokio::test]
    async fn a_first_statement_that_is_refused_leaves_nobody_outside_of_the_transaction() {
        let (_folder, db) = file().await;
        db.statement().execute_raw(insert(1)).await.unwrap();
        let tx = db.begin().await.unwrap();
        assert!(tx.execute_raw(insert(1)).await.is_err());
        tx.execute_raw(insert(2)).await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(kept(&db).await, "1");
        let tx = db.begin().await.unwrap();
        assert!(tx.execute_raw(insert(1)).await.is_err());
        tx.execute_raw(insert(3)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(kept(&db).await, "1,3");
    }

    #[tokio::test]
    async fn writers_wait_for_one_another_and_readers_for_nobody() {
        let (_folder, db) = file().await;
        let tx = db.begin().await.unwrap();
        tx.execute_raw(insert(1)).await.unwrap();
        let soon = Duration::from_millis(50);
        assert!(timeout(soon, db.statement().execute_raw(insert(2))).await.is_err());
        assert_eq!(kept(&db).await, "");
        tx.commit().await.unwrap();
        db.statement().execute_raw(insert(3)).await.unwrap();
        assert_eq!(kept(&db).await, "1,3");
        assert_eq!((db.pool().open, db.pool().idle), (1, 1));
        db.close().await;
    }
}
