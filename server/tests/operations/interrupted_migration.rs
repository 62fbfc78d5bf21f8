//! Tests what the server says if an earlier migration was interrupted on MariaDB.

use crate::database::{Kind, TestDatabase};
use sea_orm::ConnectionTrait;
use server::startup::{error::StartError, migrations::bring_up_to_date};

/// The interruption came after the statements of the last migration, and before the migration was recorded.
const NOT_RECORDED: &str = "DELETE FROM seaql_migrations ORDER BY version DESC LIMIT 1";

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_migration_on_mariadb_is_reported_with_the_section_that_helps() {
    let database = TestDatabase::create(Kind::MySql, false).await;
    bring_up_to_date(&database.db).await.unwrap();
    let connection = database.db.migration_connection();
    connection.execute_unprepared(NOT_RECORDED).await.unwrap();
    for start in ["first", "second"] {
        let error = bring_up_to_date(&database.db).await.unwrap_err();
        assert!(matches!(error, StartError::InterruptedMigration(_)), "{start}: {error}");
        let section = "\"An interrupted upgrade on MariaDB\" in docs/OPERATIONS.md";
        assert!(error.to_string().contains(section), "{start}: {error}");
    }
    database.destroy().await;
}
