use super::*;
use crate::db::{
    migration::begin_options,
    testing::{busy, file_with, numbers, other_process},
};
use futures_util::FutureExt;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, TransactionTrait};
use std::{future::pending, pin::pin, sync::Arc, task::Poll};
use tempfile::TempDir;
use tokio::{sync::Notify, time::timeout};

async fn file() -> (TempDir, Db) {
    file_with("CREATE TABLE t (n INTEGER PRIMARY KEY)").await
}

async fn insert(connection: &impl ConnectionTrait, n: i32) -> Result<(), DbErr> {
    let insert = format!("INSERT INTO t VALUES ({n})");
    connection.execute_unprepared(&insert).await.map(drop)
}

#[tokio::test]
async fn a_lost_race_is_run_again_and_a_mistake_is_not() {
    let (_folder, db) = file().await;
    let mut runs = 0;
    let won = transaction!(&db, |_tx| {
        runs += 1;
        if runs < 3 { Err(busy().await.into()) } else { Ok(runs) }
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
async fn a_failed_transaction_changes_nothing() {
    let (_folder, db) = file().await;
    let failed: Result<()> = transaction!(&db, |tx| {
        insert(tx, 1).await?;
        Err(Error::Interrupted)
    });
    assert!(failed.is_err());
    assert_eq!(numbers(&db).await, "");
}

/// A task that is woken earlier does not see the change, and sleeps until its next turn.
#[tokio::test]
async fn a_waiting_task_is_woken_after_the_commit() {
    let (_folder, db) = file().await;
    let task = Arc::new(Notify::new());
    let committed: Result<()> = transaction!(&db, |tx| {
        tx.wakes(&task);
        insert(tx, 1).await?;
        assert!(task.notified().now_or_never().is_none());
        Ok(())
    });
    committed.unwrap();
    assert!(task.notified().now_or_never().is_some());
}

#[tokio::test]
async fn a_failed_transaction_wakes_no_task() {
    let (_folder, db) = file().await;
    let task = Arc::new(Notify::new());
    let failed: Result<()> = transaction!(&db, |tx| {
        tx.wakes(&task);
        Err(Error::Interrupted)
    });
    assert!(failed.is_err());
    assert!(task.notified().now_or_never().is_none());
}

/// When a request is dropped, its transaction is open, in the middle of any step.
#[tokio::test]
async fn a_dropped_transaction_is_rolled_back_before_the_connection_is_used_again() {
    let (_folder, db) = file().await;
    for polls in (0..13).map(|power| 1 << power) {
        let mut cancelled = pin!(async {
            transaction!(&db, |tx| {
                insert(tx, 1).await?;
                insert(tx, 2).await?;
                pending::<Result<()>>().await
            })
        });
        // Polls the future `polls` times and then stops. The future is pending each time.
        let mut left = polls;
        std::future::poll_fn(|context| {
            left -= 1;
            assert!(cancelled.as_mut().poll(context).is_pending());
            if left == 0 {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
        // `pin!` drops the future at the end of this scope. The next statement waits until the connection is free
        // again.
    }
    insert(db.statement(), 3).await.unwrap();
    let kept: Result<()> = transaction!(&db, |tx| Ok(insert(tx, 4).await?));
    kept.unwrap();
    assert_eq!(numbers(&db).await, "3,4");
}

/// It is possible that the dropped commit has succeeded, but the connection never stays inside a transaction.
#[tokio::test]
async fn a_commit_that_is_dropped_does_not_take_the_next_transaction_with_it() {
    let (_folder, db) = file().await;
    let mut expected = Vec::new();
    for n in 0..100 {
        let tx = db.begin().await.unwrap();
        insert(&tx, 1000 + n).await.unwrap();
        {
            let mut commit = pin!(tx.commit());
            let mut left = 1 << (n % 10);
            std::future::poll_fn(|context| {
                if commit.as_mut().poll(context).is_ready() || left == 0 {
                    return Poll::Ready(());
                }
                left -= 1;
                context.waker().wake_by_ref();
                Poll::Pending
            })
            .await;
        }
        let kept: Result<()> = transaction!(&db, |tx| Ok(insert(tx, n).await?));
        kept.unwrap();
        expected.push(n.to_string());
    }
    let stored = numbers(&db).await;
    let acknowledged: Vec<&str> = stored.split(',').filter(|n| n.len() < 4).collect();
    assert_eq!(acknowledged, expected);
}

/// The test ends the transaction by `ROLLBACK`, as SQLite does when the disk is full. sqlx would then use the
/// connection as if the transaction were still open.
#[tokio::test]
async fn acknowledged_rows_are_kept_after_the_database_has_ended_a_transaction_by_itself() {
    let (_folder, db) = file_with("CREATE TABLE t (n INTEGER)").await;
    for n in 0..3 {
        let failed: Result<()> = transaction!(&db, |tx| {
            insert(tx, 100).await?;
            tx.execute_unprepared("ROLLBACK").await?;
            Err(DbErr::Custom("database or disk is full".to_owned()).into())
        });
        assert!(failed.is_err());
        let undone: Result<()> = transaction!(&db, |tx| {
            insert(tx, 200).await?;
            Err(Error::Interrupted)
        });
        assert!(undone.is_err());
        let kept: Result<()> = transaction!(&db, |tx| Ok(insert(tx, n).await?));
        kept.unwrap();
        insert(db.statement(), n + 10).await.unwrap();
    }
    // `numbers` reads with another connection, which sees only committed rows.
    assert_eq!(numbers(&db).await, "0,10,1,11,2,12");
}

#[tokio::test]
async fn a_transaction_that_the_database_has_ended_by_itself_cannot_be_committed() {
    let (_folder, db) = file().await;
    let tx = db.begin().await.unwrap();
    insert(&tx, 1).await.unwrap();
    tx.execute_unprepared("ROLLBACK").await.unwrap();
    assert!(tx.commit().await.is_err());
    assert_eq!(numbers(&db).await, "");
}

#[tokio::test]
async fn a_refused_statement_does_not_end_the_transaction() {
    let (_folder, db) = file().await;
    insert(db.statement(), 1).await.unwrap();
    let tx = db.begin().await.unwrap();
    insert(&tx, 1).await.unwrap_err();
    insert(&tx, 2).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(numbers(&db).await, "1");
    let tx = db.begin().await.unwrap();
    insert(&tx, 1).await.unwrap_err();
    insert(&tx, 3).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(numbers(&db).await, "1,3");
}

#[tokio::test]
async fn writers_wait_for_one_another_and_readers_do_not_wait() {
    let (_folder, db) = file().await;
    let tx = db.begin().await.unwrap();
    insert(&tx, 1).await.unwrap();
    let soon = Duration::from_millis(50);
    assert!(timeout(soon, insert(db.statement(), 2)).await.is_err());
    assert_eq!(numbers(&db).await, "");
    tx.commit().await.unwrap();
    insert(db.statement(), 3).await.unwrap();
    assert_eq!(numbers(&db).await, "1,3");
}

/// The whole test runs in one thread, so the code must not block this thread while it waits for the file.
#[tokio::test]
async fn a_file_that_another_process_has_locked_is_waited_for() {
    let (folder, db) = file().await;
    let other = other_process(&folder).await;
    let locked = other
        .begin_with_options(begin_options(DbBackend::Sqlite))
        .await
        .unwrap();
    insert(&locked, 1).await.unwrap();
    let ours = db.clone();
    let waiting = tokio::spawn(async move {
        insert(ours.statement(), 2).await?;
        transaction!(&ours, |tx| Ok(insert(tx, 3).await?))
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!waiting.is_finished());
    assert_eq!(numbers(&db).await, "");
    locked.commit().await.unwrap();
    waiting.await.unwrap().unwrap();
    assert_eq!(numbers(&db).await, "1,2,3");
}
