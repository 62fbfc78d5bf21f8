//! The only place that begins, commits and repeats transactions.

use super::{Db, failure::lost_a_race};
use crate::{Error, Result};
use sea_orm::{DatabaseTransaction, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use std::{ops::ControlFlow, time::Duration};

const MAX_ATTEMPTS: u32 = 8;

/// Runs the work in one transaction, which is committed if the work succeeds and rolled back if it returns an error.
/// Work that lost a race (deadlock, serialization failure, certification conflict) is run again from the start.
///
/// The work must end at the first error of the database: SQLite ends the transaction by itself when the disk is full,
/// and later statements would be committed one by one.
///
/// This is a macro because the compiler cannot prove yet that the future of an async closure with a borrowed argument
/// is `Send` (rust-lang/rust#102211).
macro_rules! transaction {
    ($db:expr, |$tx:ident| $work:expr) => {{
        let db: &$crate::db::Db = $db;
        let mut attempts = 0_u32;
        loop {
            let tx = match db.begin().await {
                Ok(tx) => tx,
                Err(error) => break Err(error),
            };
            let $tx = &tx;
            let outcome: $crate::Result<_> = async { $work }.await;
            attempts += 1;
            match db.end(tx, outcome, attempts).await {
                std::ops::ControlFlow::Break(outcome) => break outcome,
                std::ops::ControlFlow::Continue(()) => {}
            }
        }
    }};
}
pub(crate) use transaction;

pub(super) fn begin_options(backend: DbBackend) -> TransactionOptions {
    TransactionOptions {
        // Locks the file for writing at once. A transaction that reads first can fail when it writes later.
        sqlite_transaction_mode: (backend == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate),
        ..Default::default()
    }
}

impl Db {
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction> {
        self.statements.add_one();
        Ok(self.write.begin_with_options(begin_options(self.backend())).await?)
    }

    /// Commits or rolls back. `Continue` means that the work has to run again.
    pub(crate) async fn end<T>(
        &self,
        tx: DatabaseTransaction,
        outcome: Result<T>,
        attempts: u32,
    ) -> ControlFlow<Result<T>> {
        let ended = match outcome {
            Ok(value) => tx.commit().await.map(|()| value).map_err(Error::from),
            Err(error) => {
                // The error of the work says more than an error of the rollback.
                let _ = tx.rollback().await;
                Err(error)
            }
        };
        match ended {
            Err(Error::Database(lost)) if attempts < MAX_ATTEMPTS && lost_a_race(&lost) => {
                tracing::debug!(attempts, "transaction lost a race");
                tokio::time::sleep(Duration::from_millis(u64::from(attempts * attempts) * 3)).await;
                ControlFlow::Continue(())
            }
            ended => ControlFlow::Break(ended),
        }
    }
}

#[cfg(test)]
mod tests;
