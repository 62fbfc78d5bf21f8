//! The only place that begins, commits and repeats transactions.

mod handle;

use super::{Db, failure::lost_a_race};
use crate::{Error, Result};
pub use handle::Transaction;
use std::{ops::ControlFlow, time::Duration};

const MAX_ATTEMPTS: u32 = 8;

/// Runs the work in one transaction, which is committed if the work succeeds and rolled back if it returns an error.
/// Work that lost a race (deadlock, serialization failure, certification conflict) is run again from the start.
///
/// The work must return at the first database error: when the disk is full, SQLite ends the transaction by itself, and
/// would commit each later statement of the work on its own.
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

impl Db {
    pub(crate) async fn begin(&self) -> Result<Transaction> {
        let mut connection = self.write.acquire().await?;
        connection.begin_with_next();
        Ok(Transaction::new(self.backend(), connection))
    }

    /// Commits or rolls back the transaction. `Continue` means that the work has to run again.
    pub(crate) async fn end<T>(&self, tx: Transaction, outcome: Result<T>, attempts: u32) -> ControlFlow<Result<T>> {
        let (connection, announced) = tx.into_parts();
        let ended = match outcome {
            Ok(value) => connection.commit().await.map_err(Error::from).map(|()| {
                self.changed_classes.add(announced.changed_classes);
                announced.waiting_tasks.iter().for_each(|task| task.notify_one());
                value
            }),
            Err(error) => {
                // An error of the rollback is ignored, because the error of the work says more.
                let _ = connection.rollback().await;
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
