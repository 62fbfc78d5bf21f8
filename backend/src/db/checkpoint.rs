//! Moves the write-ahead log of SQLite into the database file, in the background.

use super::Db;
use sea_orm::{ConnAcquireErr, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};
use std::time::Duration;

const INTERVAL: Duration = Duration::from_secs(1);
/// In pages of 4 KiB. If the log is longer than this, it is restarted, and writers wait a moment for the restart.
const MAX_LOG_PAGES: i64 = 16_000;

/// Runs as long as the server. Without this task, the commit that fills the log would move the log into the database
/// file itself, and all other writers would wait for that commit.
pub async fn keep_log_short(db: Db) {
    let Some(connection) = db.checkpoint else { return };
    loop {
        tokio::time::sleep(INTERVAL).await;
        match checkpoint(&connection, "PASSIVE").await {
            Ok(pages) if pages > MAX_LOG_PAGES => drop(checkpoint(&connection, "RESTART").await),
            Ok(_) => {}
            Err(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)) => return,
            Err(error) => tracing::warn!(%error, "the log of the database was not moved into its file; tried again"),
        }
    }
}

/// Returns the number of pages in the log.
async fn checkpoint(connection: &DatabaseConnection, mode: &str) -> Result<i64, DbErr> {
    let pragma = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA wal_checkpoint({mode})"));
    let row = connection.query_one_raw(pragma).await?;
    row.map_or(Ok(0), |row| row.try_get("", "log"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::testing::file_with;

    fn of(db: &Db) -> &DatabaseConnection {
        db.checkpoint.as_ref().unwrap()
    }

    #[tokio::test]
    async fn after_a_checkpoint_the_rows_are_in_the_file() {
        let (folder, db) = file_with("CREATE TABLE t (n INTEGER)").await;
        let size = || std::fs::metadata(folder.path().join("t.sqlite")).unwrap().len();
        let before = size();
        assert!(checkpoint(of(&db), "PASSIVE").await.unwrap() > 0);
        assert!(size() > before);
    }

    #[tokio::test]
    async fn a_long_log_is_restarted_also_during_a_write() {
        let (_folder, db) = file_with("CREATE TABLE t (b BLOB)").await;
        let insert = "INSERT INTO t VALUES (randomblob(3000))";
        for _ in 0..50 {
            db.statement().execute_unprepared(insert).await.unwrap();
        }
        let tx = db.begin().await.unwrap();
        tx.execute_unprepared(insert).await.unwrap();
        let writing = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            tx.commit().await
        });
        assert!(checkpoint(of(&db), "RESTART").await.unwrap() > 50);
        writing.await.unwrap().unwrap();
        db.statement().execute_unprepared(insert).await.unwrap();
        assert!(checkpoint(of(&db), "PASSIVE").await.unwrap() < 10);
    }
}
