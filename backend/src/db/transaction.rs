//! The one place that begins, commits and repeats transactions.

use super::{Db, Tx, failure::lost_a_race};
use crate::{Error, Result};
use std::{ops::ControlFlow, time::Duration};

const MAX_ATTEMPTS: u32 = 8;

/// Runs the work in one transaction: all of it is kept, or, when it answers with an error, none.
/// Work that lost a race (deadlock, serialisation failure, certification conflict) is done again from the start.
///
/// A macro and not a function that takes a closure: the compiler cannot yet tell that the future of an async
/// closure with a borrowed argument is `Send`.
macro_rules! transaction {
    ($db:expr, |$tx:ident| $work:expr) => {{
        let db: &$crate::db::Db = $db;
        let mut tries = 0_u32;
        loop {
            let begun = match db.begin().await {
                Ok(begun) => begun,
                Err(error) => break Err(error),
            };
            let $tx = &begun;
            let outcome: $crate::Result<_> = async { $work }.await;
            tries += 1;
            match db.end(begun, outcome, tries).await {
                std::ops::ControlFlow::Break(outcome) => break outcome,
                std::ops::ControlFlow::Continue(()) => {}
            }
        }
    }};
}
pub(crate) use transaction;

impl Db {
    pub(crate) async fn begin(&self) -> Result<Tx> {
        Ok(self.write.begin().await?)
    }

    /// Keeps or undoes; tells whether to begin again.
    pub(crate) async fn end<T>(&self, begun: Tx, outcome: Result<T>, tries: u32) -> ControlFlow<Result<T>> {
        let ended = match outcome {
            Ok(value) => begun.commit().await.map(|()| value).map_err(Error::from),
            Err(error) => {
                // The error that made us give up says more than one from giving up.
                let _ = begun.rollback().await;
                Err(error)
            }
        };
        match ended {
            Err(Error::Database(lost)) if tries < MAX_ATTEMPTS && lost_a_race(&lost) => {
                tracing::debug!(tries, "transaction lost a race");
                tokio::time::sleep(Duration::from_millis(u64::from(tries * tries) * 3)).await;
                ControlFlow::Continue(())
            }
            ended => ControlFlow::Break(ended),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{failure::of_sqlite, testing::file_with};
    use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

    #[tokio::test]
    async fn a_lost_race_is_run_again_and_a_mistake_is_not() {
        let (_folder, db) = file_with("CREATE TABLE t (n INTEGER)").await;
        let mut runs = 0;
        let won = transaction!(&db, |_tx| {
            runs += 1;
            if runs < 3 {
                let busy = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY), None);
                Err(DbErr::Exec(of_sqlite(&busy)).into())
            } else {
                Ok(runs)
            }
        });
        assert_eq!(won.unwrap(), 3);
        let mut runs = 0;
        let wrong: Result<()> = transaction!(&db, |_tx| {
            runs += 1;
            Err(DbErr::Custom("1213 Deadlock found: database is locked".to_owned()).into())
        });
        assert!(wrong.is_err());
        assert_eq!(runs, 1);
    }

    #[tokio::test]
    async fn what_ends_in_an_error_leaves_nothing_behind() {
        let (_folder, db) = file_with("CREATE TABLE t (n INTEGER)").await;
        let failed: Result<()> = transaction!(&db, |tx| {
            tx.execute_unprepared("INSERT INTO t VALUES (1)").await?;
            Err(Error::Interrupted)
        });
        assert!(failed.is_err());
        let left = db
            .read
            .query_one_raw(Statement::from_string(DbBackend::Sqlite, "SELECT count(*) FROM t"));
        let left: i64 = left.await.unwrap().unwrap().try_get_by_index(0).unwrap();
        assert_eq!(left, 0);
    }

    /// As SQLite does when the disk is full. Before, everything after such an error went into a transaction that nobody
    /// ever kept.
    #[tokio::test]
    async fn what_is_acknowledged_after_the_database_has_undone_a_transaction_by_itself_is_kept() {
        let (_folder, db) = file_with("CREATE TABLE t (n INTEGER)").await;
        for n in 0..3 {
            let failed: Result<()> = transaction!(&db, |tx| {
                tx.execute_unprepared("INSERT INTO t VALUES (100)").await?;
                tx.execute_unprepared("ROLLBACK").await?;
                Err(DbErr::Custom("database or disk is full".to_owned()).into())
            });
            assert!(failed.is_err());
            let undone: Result<()> = transaction!(&db, |tx| {
                tx.execute_unprepared("INSERT INTO t VALUES (200)").await?;
                Err(Error::Interrupted)
            });
            assert!(undone.is_err());
            let kept: Result<()> = transaction!(&db, |tx| {
                tx.execute_unprepared(&format!("INSERT INTO t VALUES ({n})")).await?;
                Ok(())
            });
            kept.unwrap();
            db.statement()
                .execute_unprepared(&format!("INSERT INTO t VALUES ({n} + 10)"))
                .await
                .unwrap();
        }
        // Another connection sees what is kept, and nothing else.
        let seen = Statement::from_string(DbBackend::Sqlite, "SELECT group_concat(n) FROM t");
        let seen: String = db
            .read
            .query_one_raw(seen)
            .await
            .unwrap()
            .unwrap()
            .try_get_by_index(0)
            .unwrap();
        assert_eq!(seen, "0,10,1,11,2,12");
    }
}
