//! The database's schema: brought up to date at the start, by one replica at a time, and asked about by probes.

use crate::start::StartError;
use backend::db::Db;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement};

/// Waits for whoever does it already; a database that is newer than this program is refused.
pub async fn bring_up_to_date(db: &Db) -> Result<(), StartError> {
    let failed = |error: backend::Error| StartError::Migration(error.to_string().replace('\n', " "));
    let tx = db.begin_migration().await.map_err(failed)?;
    let outcome = apply(&tx).await;
    let ended = db.end_migration(tx, outcome.is_ok()).await;
    outcome.map_err(|error| refused(&error))?;
    ended.map_err(failed)
}

/// The names of the steps that are not applied; for whoever looks before the server starts.
pub async fn pending(db: &Db) -> Result<Vec<String>, StartError> {
    let pending = Migrator::get_pending_migrations(db.migration_connection()).await;
    let pending = pending.map_err(|error| refused(&error))?;
    Ok(pending.iter().map(|step| step.name().to_owned()).collect())
}

fn refused(error: &DbErr) -> StartError {
    let text = error.to_string();
    // The tool's own words for a step that was applied and that this program does not have.
    if text.contains("is missing, this migration has been applied") {
        StartError::NewerSchema(text.split('\'').nth(1).unwrap_or("unknown step").to_owned())
    } else {
        StartError::Migration(text.replace('\n', " "))
    }
}

async fn apply(tx: &DatabaseTransaction) -> Result<(), DbErr> {
    // Counting them finds a newer schema too.
    let steps = Migrator::get_pending_migrations(tx).await?.len();
    if steps > 0 {
        tracing::info!(steps, "bringing the database up to date");
    }
    Migrator::up(tx, None).await
}

/// Every step that this program needs was applied. Further steps do no harm: while replicas are replaced one by one,
/// the old ones go on beside the first new one.
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
