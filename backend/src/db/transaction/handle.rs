//! The transaction that services get: SeaORM's transaction, and the classes that it has changed so far.

use async_trait::async_trait;
use domain::ids::ClassId;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use std::sync::{Mutex, PoisonError};

pub struct Transaction {
    pub(in crate::db) open: DatabaseTransaction,
    changed: Mutex<Vec<ClassId>>,
}

impl Transaction {
    pub(super) fn new(open: DatabaseTransaction) -> Self {
        Self {
            open,
            changed: Mutex::default(),
        }
    }

    /// Records that this transaction raises the version of a class. The streams of the class are woken after the
    /// commit.
    pub(crate) fn changes_class(&self, class: ClassId) {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner).push(class);
    }

    pub(super) fn into_parts(self) -> (DatabaseTransaction, Vec<ClassId>) {
        let changed = self.changed.into_inner().unwrap_or_else(PoisonError::into_inner);
        (self.open, changed)
    }
}

#[async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.open.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.open.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.open.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.open.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.open.query_all_raw(statement).await
    }
}
