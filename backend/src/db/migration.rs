//! One replica at a time changes the schema, however many start at once.

use super::{Db, way::options};
use crate::{Error, Result};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, TransactionTrait};

/// Any number, as long as it is always the same: PostgreSQL counts it for each database by itself.
const LOCK: &str = "SELECT pg_advisory_xact_lock(5779180514)";
/// MySQL's names are the whole server's.
const NAMED_LOCK: &str = "SELECT GET_LOCK(CONCAT('stepwise-', MD5(DATABASE())), 600)";
const UNLOCK: &str = "SELECT RELEASE_LOCK(CONCAT('stepwise-', MD5(DATABASE())))";

impl Db {
    /// Whoever comes second waits here until the first is done, and finds nothing left to do. On SQLite and
    /// PostgreSQL all steps are kept or none; MySQL keeps every step by itself, the lock belongs to the connection.
    pub async fn begin_migration(&self) -> Result<DatabaseTransaction> {
        let tx = self.migration.begin_with_options(options(&self.migration)).await?;
        match self.backend() {
            DbBackend::Postgres => drop(one(&tx, LOCK).await?),
            DbBackend::MySql => {
                let got: Option<i64> = one(&tx, NAMED_LOCK)
                    .await?
                    .map_or(Ok(None), |row| row.try_get_by_index(0))?;
                if got != Some(1) {
                    return Err(Error::Interrupted);
                }
            }
            // The transaction has the whole file to itself.
            _ => {}
        }
        Ok(tx)
    }

    pub async fn end_migration(&self, tx: DatabaseTransaction, keep: bool) -> Result<()> {
        if self.backend() == DbBackend::MySql {
            one(&tx, UNLOCK).await?;
        }
        match keep {
            true => tx.commit().await?,
            false => tx.rollback().await?,
        }
        Ok(())
    }
}

async fn one(tx: &DatabaseTransaction, query: &str) -> Result<Option<sea_orm::QueryResult>> {
    let statement = Statement::from_string(tx.get_database_backend(), query);
    Ok(tx.query_one_raw(statement).await?)
}
