//! Lets one replica at a time change the schema.

use super::Db;
use crate::{Error, Result};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};

/// The number of the lock is arbitrary. On PostgreSQL each database has its own locks.
const LOCK: &str = "SELECT pg_advisory_xact_lock(5779180514)";
/// The locks of MySQL are shared by all databases of a server, so the name of the database is part of the lock's name.
const NAMED_LOCK: &str = "SELECT GET_LOCK(CONCAT('stepwise-', MD5(DATABASE())), 600)";
const UNLOCK: &str = "SELECT RELEASE_LOCK(CONCAT('stepwise-', MD5(DATABASE())))";

pub(super) fn begin_options(backend: DbBackend) -> TransactionOptions {
    TransactionOptions {
        // Locks the file for writing at once.
        sqlite_transaction_mode: (backend == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate),
        ..Default::default()
    }
}

impl Db {
    /// Waits until no other replica is migrating. On SQLite and PostgreSQL all migration steps are committed together.
    /// MySQL commits every step by itself; its lock therefore belongs to the connection, not to the transaction.
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
