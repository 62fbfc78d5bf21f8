//! A database of its own for a test: a file, as in a school.

use super::{Db, connect};
use sea_orm::ConnectionTrait;
use tempfile::TempDir;

/// With one table. It lasts as long as its folder.
pub async fn file_with(table: &str) -> (TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("t.sqlite").display());
    let db = connect(&url, 2).await.unwrap();
    db.statement().execute_unprepared(table).await.unwrap();
    (folder, db)
}
