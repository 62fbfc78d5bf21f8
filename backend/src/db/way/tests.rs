use super::*;
use crate::db::{Db, is_taken, testing::file_with};
use core::time::Duration;
use tempfile::TempDir;
use tokio::time::timeout;

async fn file() -> (TempDir, Db) {
    file_with("CREATE TABLE t (n INTEGER PRIMARY KEY)").await
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
async fn a_statement_tells_how_many_rows_it_was() {
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

/// What comes after a refused statement is of the same transaction.
#[tokio::test]
async fn a_statement_that_is_refused_leaves_nobody_outside_of_the_transaction() {
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

/// As SQLite does by itself when the disk is full.
#[tokio::test]
async fn nothing_is_kept_of_a_transaction_that_the_database_has_undone() {
    let (_folder, db) = file().await;
    let tx = db.begin().await.unwrap();
    tx.execute_raw(insert(1)).await.unwrap();
    tx.execute_unprepared("ROLLBACK").await.unwrap();
    assert!(tx.execute_raw(insert(2)).await.is_err());
    assert!(tx.commit().await.is_err());
    assert_eq!(kept(&db).await, "");
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

/// A command beside the server has the file to itself for a moment. Everything runs in one thread here: whoever held it while
/// waiting would wait for ever.
#[tokio::test]
async fn whoever_finds_the_file_busy_lets_others_work_and_comes_through() {
    let (folder, db) = file().await;
    let beside = rusqlite::Connection::open(folder.path().join("t.sqlite")).unwrap();
    beside
        .execute_batch("BEGIN IMMEDIATE; INSERT INTO t VALUES (1)")
        .unwrap();
    let ours = db.clone();
    let waiting = tokio::spawn(async move {
        ours.statement().execute_raw(insert(2)).await?;
        let tx = ours.write.begin().await?;
        tx.execute_raw(insert(3)).await?;
        tx.commit().await
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!waiting.is_finished());
    assert_eq!(kept(&db).await, "");
    beside.execute_batch("COMMIT").unwrap();
    waiting.await.unwrap().unwrap();
    assert_eq!(kept(&db).await, "1,2,3");
}

#[tokio::test]
async fn a_row_that_is_there_already_is_told_from_what_is_broken() {
    let (_folder, db) = file().await;
    db.statement().execute_raw(insert(1)).await.unwrap();
    assert!(is_taken(&db.statement().execute_raw(insert(1)).await.unwrap_err()));
    let broken = Statement::from_string(DbBackend::Sqlite, "INSERT INTO nowhere VALUES (1)");
    assert!(!is_taken(&db.statement().execute_raw(broken).await.unwrap_err()));
}
