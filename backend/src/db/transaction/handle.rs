//! The transaction that services get: a connection, and what is announced after the commit.

use crate::db::pool::Pooled;
use async_trait::async_trait;
use domain::ids::ClassId;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Mutex as AsyncMutex, Notify};

pub struct Transaction {
    backend: DbBackend,
    connection: AsyncMutex<Pooled>,
    announced: Mutex<Announced>,
}

/// Announced after the commit: a reader that is woken earlier does not see the change.
#[derive(Default)]
pub(super) struct Announced {
    pub changed_classes: Vec<ClassId>,
    pub waiting_tasks: Vec<Arc<Notify>>,
}

impl Transaction {
    pub(super) fn new(backend: DbBackend, connection: Pooled) -> Self {
        Self {
            backend,
            connection: AsyncMutex::new(connection),
            announced: Mutex::default(),
        }
    }

    /// Records that this transaction raises the version of a class. The streams of the class are woken after the
    /// commit.
    pub(crate) fn changes_class(&self, class: ClassId) {
        self.announced().changed_classes.push(class);
    }

    /// Wakes the task after the commit.
    pub(crate) fn wakes(&self, task: &Arc<Notify>) {
        self.announced().waiting_tasks.push(Arc::clone(task));
    }

    fn announced(&self) -> MutexGuard<'_, Announced> {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a change with the next statement of the transaction, or with its end.
    pub(in crate::db) async fn send_with_next(&self, change: Statement) {
        self.connection.lock().await.send_with_next(change);
    }

    /// Ends the transaction without a service, in tests.
    #[cfg(test)]
    pub(in crate::db) async fn commit(self) -> Result<(), DbErr> {
        self.connection.into_inner().commit().await
    }

    #[cfg(test)]
    pub(in crate::db) async fn rollback(self) -> Result<(), DbErr> {
        self.connection.into_inner().rollback().await
    }

    pub(super) fn into_parts(self) -> (Pooled, Announced) {
        let announced = self.announced.into_inner().unwrap_or_else(PoisonError::into_inner);
        (self.connection.into_inner(), announced)
    }
}

#[async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.backend
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.connection.lock().await.execute(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.connection.lock().await.execute_text(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.connection.lock().await.query_one(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.connection.lock().await.query_all(statement).await
    }
}
