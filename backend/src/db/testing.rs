//! SQLite files for tests of this module.

use super::{Db, connect, migration::begin_options};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement, TransactionTrait};
use tempfile::TempDir;

/// A database with one table. It exists as long as its folder.
pub async fn file_with(table: &str) -> (TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let db = connect(&url(&folder), 2).await.unwrap();
    db.statement().execute_unprepared(table).await.unwrap();
    (folder, db)
}

fn url(folder: &TempDir) -> String {
    format!("sqlite://{}?mode=rwc", folder.path().join("t.sqlite").display())
}

/// A connection like the connection of another process, for example of a command that runs beside the server. It does
/// not wait for locks.
pub async fn other_process(folder: &TempDir) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(url(folder));
    options
        .max_connections(1)
        .map_sqlx_sqlite_opts(|sqlite| sqlite.busy_timeout(std::time::Duration::ZERO));
    sea_orm::Database::connect(options).await.unwrap()
}

/// The error of a transaction that finds the file locked: SQLITE_BUSY.
pub async fn busy() -> DbErr {
    let (folder, db) = file_with("CREATE TABLE t (n INTEGER)").await;
    let writes = db.begin().await.unwrap();
    writes.execute_unprepared("INSERT INTO t VALUES (1)").await.unwrap();
    let other = other_process(&folder).await;
    let begun = other.begin_with_options(begin_options(DbBackend::Sqlite)).await;
    begun.map(drop).unwrap_err()
}

/// The numbers in the column `n` of the table `t`, in the order in which they were inserted.
pub async fn numbers(db: &Db) -> String {
    let query = "SELECT coalesce(group_concat(n), '') FROM (SELECT n FROM t ORDER BY rowid)";
    let row = db
        .read
        .query_one_raw(Statement::from_string(DbBackend::Sqlite, query))
        .await;
    row.unwrap().unwrap().try_get_by_index(0).unwrap()
}
