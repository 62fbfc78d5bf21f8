use super::*;
use crate::db::testing::{file_with, numbers};

#[tokio::test]
async fn statements_are_counted_but_not_those_of_migrations() {
    let (_folder, db) = file_with("CREATE TABLE t (n INTEGER)").await;
    let insert = || Statement::from_sql_and_values(DbBackend::Sqlite, "INSERT INTO t VALUES (?)", [1.into()]);
    let before = db.statements_so_far();
    db.statement().execute_raw(insert()).await.unwrap();
    let tx = db.begin().await.unwrap();
    tx.execute_raw(insert()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(numbers(&db).await, "1,1");
    db.migration_connection().execute_raw(insert()).await.unwrap();
    // Two inserts, one BEGIN, one SELECT.
    assert_eq!(db.statements_so_far() - before, 4);
}

#[tokio::test]
async fn a_statement_reports_how_many_rows_it_changed() {
    let (_folder, db) = file_with("CREATE TABLE t (n INTEGER)").await;
    let insert = "INSERT INTO t VALUES (1), (2)";
    db.statement().execute_unprepared(insert).await.unwrap();
    let tx = db.begin().await.unwrap();
    let all = Statement::from_string(DbBackend::Sqlite, "DELETE FROM t");
    assert_eq!(tx.execute_raw(all.clone()).await.unwrap().rows_affected(), 2);
    assert_eq!(tx.execute_raw(all).await.unwrap().rows_affected(), 0);
    assert_eq!(numbers(&db).await, "1,2");
    tx.commit().await.unwrap();
    assert_eq!(numbers(&db).await, "");
}

#[tokio::test]
async fn a_closed_database_leaves_one_complete_file() {
    let (folder, db) = file_with("CREATE TABLE t (n INTEGER)").await;
    assert_eq!(numbers(&db).await, "");
    assert_eq!(db.pool_size().open, 1);
    db.close().await;
    let files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    assert_eq!(files, ["t.sqlite"]);
}
