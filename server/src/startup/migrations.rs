//! Runs the database migrations at the start of the server, on one replica at a time, and tells the health checks
//! whether all migrations are applied.

use crate::startup::error::StartError;
use backend::db::Db;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement};

/// Errors of MariaDB and MySQL if a statement of a migration was already executed, as the driver writes them: the
/// table, the column or the index exists, or the column that is to be removed is missing.
const ALREADY_DONE: [&str; 4] = ["1050 (42S01)", "1060 (42S21)", "1061 (42000)", "1091 (42000)"];

/// Applies all missing migrations. Waits while another replica is migrating. Fails if the schema is newer than this
/// program.
pub async fn bring_up_to_date(db: &Db) -> Result<(), StartError> {
    let failed = |error: backend::Error| StartError::Migration(error.to_string().replace('\n', " "));
    let tx = db.begin_migration().await.map_err(failed)?;
    let outcome = apply(&tx).await;
    let ended = db.end_migration(tx, outcome.is_ok()).await;
    outcome.map_err(|error| refused(&error, db.backend()))?;
    ended.map_err(failed)
}

/// Names of the migrations that are not applied yet, for commands that must not change the database.
pub async fn pending(db: &Db) -> Result<Vec<String>, StartError> {
    let pending = Migrator::get_pending_migrations(db.migration_connection()).await;
    let pending = pending.map_err(|error| refused(&error, db.backend()))?;
    Ok(pending.iter().map(|step| step.name().to_owned()).collect())
}

fn refused(error: &DbErr, backend: DbBackend) -> StartError {
    let text = error.to_string();
    // MySQL commits every statement of a migration by itself, so an interrupted migration is not undone.
    let is_repeated = backend == DbBackend::MySql && ALREADY_DONE.iter().any(|code| text.contains(code));
    // `sea-orm-migration` returns this error text if the database has a migration that this program does not know.
    if text.contains("is missing, this migration has been applied") {
        StartError::NewerSchema(text.split('\'').nth(1).unwrap_or("unknown step").to_owned())
    } else if is_repeated {
        StartError::InterruptedMigration(text.replace('\n', " "))
    } else {
        StartError::Migration(text.replace('\n', " "))
    }
}

async fn apply(tx: &DatabaseTransaction) -> Result<(), DbErr> {
    // This call also fails if the database has a migration that this program does not know.
    let steps = Migrator::get_pending_migrations(tx).await?.len();
    if steps > 0 {
        tracing::info!(steps, "bringing the database up to date");
    }
    Migrator::up(tx, None).await
}

/// True if all migrations of this program are applied, even if the database has newer migrations: in a rolling update,
/// old replicas continue to run after the first new replica has migrated the database. They can, because migrations
/// only add. The exception is the upgrade from 0.1.0, for which all old replicas must be stopped: the migration
/// `m20261130_000085_exercises` removes columns that 0.1.0 reads.
pub async fn is_current(db: &Db) -> Result<bool, DbErr> {
    let statement = Statement::from_string(db.backend(), "SELECT version FROM seaql_migrations");
    let rows = db.read.query_all_raw(statement).await?;
    let applied = rows
        .iter()
        .map(|row| row.try_get_by_index(0))
        .collect::<Result<Vec<String>, _>>()?;
    Ok(Migrator::migrations()
        .iter()
        .all(|step| applied.iter().any(|name| name == step.name())))
}
