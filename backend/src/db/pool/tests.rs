use super::*;
use crate::db::{
    testing::{file_with, numbers},
    transaction,
};
use std::{pin::pin, task::Poll};

const TABLE: &str = "CREATE TABLE t (n INTEGER)";

fn idle_in_sqlx(pool: &Pool) -> usize {
    driver::open_and_idle(&pool.0.source).1
}

/// Polls a future once and drops it.
async fn interrupt(future: impl Future) {
    let mut future = pin!(future);
    std::future::poll_fn(|context| {
        let _ = future.as_mut().poll(context);
        Poll::Ready(())
    })
    .await;
}

#[tokio::test]
async fn a_connection_is_used_again_without_a_test() {
    let (_folder, db) = file_with(TABLE).await;
    for _ in 0..10 {
        assert_eq!(numbers(&db).await, "");
        assert_eq!(db.read.size(), PoolSize { open: 1, idle: 1 });
        assert_eq!(idle_in_sqlx(&db.read), 0);
    }
    let changed = transaction!(&db, |tx| Ok(tx.execute_unprepared("INSERT INTO t VALUES (1)").await?));
    changed.unwrap();
    assert_eq!(idle_in_sqlx(&db.write), 0);
}

#[tokio::test]
async fn a_connection_that_was_kept_long_enough_is_given_back() {
    let (_folder, db) = file_with(TABLE).await;
    assert_eq!(numbers(&db).await, "");
    let idle = db.read.pop_idle().unwrap();
    let long_ago = idle.taken_at.checked_sub(KEEP_FOR).unwrap();
    db.read.keep(idle.driver, long_ago);
    assert!(db.read.kept().idle.is_empty());
    assert_eq!(numbers(&db).await, "");
}

#[tokio::test]
async fn connections_that_nothing_uses_are_given_back() {
    let (_folder, db) = file_with(TABLE).await;
    let both = (db.read.acquire().await.unwrap(), db.read.acquire().await.unwrap());
    drop(both);
    let long_ago = Instant::now().checked_sub(KEEP_FOR).unwrap();
    db.read
        .kept()
        .idle
        .iter_mut()
        .for_each(|idle| idle.idle_since = long_ago);
    // The statement uses the connection at the end, and finds the other one unused when it keeps its own.
    assert_eq!(numbers(&db).await, "");
    assert_eq!(db.read.kept().idle.len(), 1);
}

#[tokio::test]
async fn a_statement_that_was_interrupted_leaves_a_usable_connection() {
    let (_folder, db) = file_with(TABLE).await;
    for _ in 0..50 {
        interrupt(db.statement().execute_unprepared("INSERT INTO t VALUES (1)")).await;
        interrupt(
            db.read
                .query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT n FROM t")),
        )
        .await;
    }
    db.statement().execute_unprepared("DELETE FROM t").await.unwrap();
    assert_eq!(numbers(&db).await, "");
    assert!(db.read.size().open <= 2);
}

/// The pool has two connections.
#[tokio::test]
async fn requests_wait_for_a_free_connection() {
    let (_folder, db) = file_with(TABLE).await;
    let first = db.read.acquire().await.unwrap();
    let second = db.read.acquire().await.unwrap();
    let waiting = tokio::spawn({
        let pool = db.read.clone();
        async move { pool.acquire().await.map(drop) }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert!(!waiting.is_finished());
    drop(first);
    waiting.await.unwrap().unwrap();
    drop(second);
    assert_eq!(db.read.size(), PoolSize { open: 2, idle: 2 });
}

#[tokio::test]
async fn a_closed_pool_refuses_and_closes_the_connection_that_was_in_use() {
    let (_folder, db) = file_with(TABLE).await;
    let mut in_use = db.read.acquire().await.unwrap();
    let closing = tokio::spawn({
        let pool = db.read.clone();
        async move { pool.close().await }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert!(!closing.is_finished());
    let select = Statement::from_string(DbBackend::Sqlite, "SELECT count(*) FROM t");
    assert!(in_use.query_one(select).await.unwrap().is_some());
    drop(in_use);
    closing.await.unwrap().unwrap();
    let refused = db.read.acquire().await.map(drop).unwrap_err();
    assert_eq!(refused, DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed));
    assert_eq!(db.read.size().open, 0);
}

#[test]
fn a_pool_can_be_dropped_outside_of_the_runtime() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (_folder, db) = runtime.block_on(async {
        let (folder, db) = file_with(TABLE).await;
        assert_eq!(numbers(&db).await, "");
        (folder, db)
    });
    drop(db);
    drop(runtime);
}

/// A deferred constraint is checked by the commit, which comes after the row.
#[tokio::test]
async fn a_change_that_returns_a_row_reports_that_its_commit_has_failed() {
    let table = "CREATE TABLE t (n INTEGER PRIMARY KEY, of INTEGER REFERENCES t (n) DEFERRABLE INITIALLY DEFERRED)";
    let (_folder, db) = file_with(table).await;
    let insert = Statement::from_string(DbBackend::Sqlite, "INSERT INTO t VALUES (1, 2) RETURNING n");
    assert!(db.statement().query_one_raw(insert).await.is_err());
    assert_eq!(numbers(&db).await, "");
}
