//! Moving what SQLite has logged into its file, beside the work and not in the middle of it.

use super::Db;
use sea_orm::{DbBackend, DbErr, Statement};
use std::time::Duration;

const BETWEEN: Duration = Duration::from_secs(1);
/// Pages of 4 KiB. A log that has grown so long in a storm is begun anew, for which the writer waits a moment.
const LONG: i64 = 16_000;

/// As long as the server runs. Without this, whoever's commit fills the log waits for the disk, and everybody behind her. What
/// is in the log is as safe as what is in the file.
pub async fn keep_log_short(db: Db) {
    if db.backend() != DbBackend::Sqlite {
        return;
    }
    loop {
        tokio::time::sleep(BETWEEN).await;
        match checkpoint(&db, "PASSIVE").await {
            Ok(pages) if pages > LONG => drop(checkpoint(&db, "RESTART").await),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the log of the database was not moved into its file; tried again"),
        }
    }
}

/// The pages in the log.
async fn checkpoint(db: &Db, mode: &str) -> Result<i64, DbErr> {
    let pragma = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA wal_checkpoint({mode})"));
    let row = db.read.query_one_aside(pragma).await?;
    row.map_or(Ok(0), |row| row.try_get("", "log"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::testing::file_with;
    use sea_orm::ConnectionTrait;

    #[tokio::test]
    async fn what_was_written_is_in_the_file_afterwards() {
        let (folder, db) = file_with("CREATE TABLE t (n INTEGER)").await;
        let size = || std::fs::metadata(folder.path().join("t.sqlite")).unwrap().len();
        let before = size();
        assert!(checkpoint(&db, "PASSIVE").await.unwrap() > 0);
        assert!(size() > before);
    }

    #[tokio::test]
    async fn a_long_log_is_begun_anew_also_while_somebody_writes() {
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
        assert!(checkpoint(&db, "RESTART").await.unwrap() > 50);
        writing.await.unwrap().unwrap();
        db.statement().execute_unprepared(insert).await.unwrap();
        assert!(checkpoint(&db, "PASSIVE").await.unwrap() < 10);
    }
}
