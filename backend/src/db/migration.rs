//! Lets one replica at a time change the schema.

use super::{Db, transaction::begin_options};
use crate::{Error, Result};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult, Statement, TransactionTrait};

/// An arbitrary number. The locks of PostgreSQL belong to one database.
const LOCK: &str = "SELECT pg_advisory_xact_lock(5779180514)";
/// The locks of MySQL are shared by all databases of a server, so the name of the database is part of the lock's name.
const NAMED_LOCK: &str = "SELECT GET_LOCK(CONCAT('stepwise-', MD5(DATABASE())), 600)";
const UNLOCK: &str = "SELECT RELEASE_LOCK(CONCAT('stepwise-', MD5(DATABASE())))";

impl Db {
    /// Waits until no other replica is migrating. On SQLite and PostgreSQL all steps are committed together. MySQL
    /// commits every step by itself; its lock belongs to the connection.
    pub async fn begin_migration(&self) -> Result<DatabaseTransaction> {
        let tx = self.migration.begin_with_options(begin_options(self.backend())).await?;
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
            // On SQLite the transaction locks the whole file.
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

async fn one(tx: &DatabaseTransaction, query: &str) -> Result<Option<QueryResult>> {
    let statement = Statement::from_string(tx.get_database_backend(), query);
    Ok(tx.query_one_raw(statement).await?)
}
