//! Tells which errors of a driver are lost races or violated unique constraints, by SQLSTATE or error number. The text
//! of an error is not used, because it repeats values that users have typed.

use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{error::DatabaseError, mysql::MySqlDatabaseError, postgres::PgDatabaseError, sqlite::SqliteError},
};

/// A statement waited for a row too long (MySQL, MariaDB). Their SQLSTATE for it is only "general error".
const MYSQL_LOCK_WAIT_TIMEOUT: u16 = 1205;
/// The transaction was chosen to end a deadlock (MySQL, MariaDB); with Galera also a conflict with another node's.
const MYSQL_DEADLOCK: u16 = 1213;
/// Serialization failure, in standard SQL.
const SERIALIZATION_FAILURE: &str = "40001";
const POSTGRES_DEADLOCK: &str = "40P01";
/// The file, or a table of a shared cache, is locked by another connection (SQLite).
const SQLITE_BUSY: i32 = 5;
const SQLITE_LOCKED: i32 = 6;

/// Whether a row was refused by a unique constraint: of a name, an address or a number.
pub fn is_taken(error: &DbErr) -> bool {
    of_driver(error).is_some_and(|error| error.is_unique_violation())
}

/// Whether the transaction failed because of another one, so that it may succeed when it is run again.
pub fn lost_a_race(error: &DbErr) -> bool {
    let Some(error) = of_driver(error) else { return false };
    if let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() {
        return matches!(error.number(), MYSQL_DEADLOCK | MYSQL_LOCK_WAIT_TIMEOUT)
            || error.code() == Some(SERIALIZATION_FAILURE);
    }
    if let Some(error) = error.try_downcast_ref::<PgDatabaseError>() {
        return matches!(error.code(), SERIALIZATION_FAILURE | POSTGRES_DEADLOCK);
    }
    if let Some(error) = error.try_downcast_ref::<SqliteError>() {
        return matches!(primary_code(error), Some(SQLITE_BUSY | SQLITE_LOCKED));
    }
    false
}

fn of_driver(error: &DbErr) -> Option<&dyn DatabaseError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => error.as_database_error(),
        _ => None,
    }
}

/// The last byte of an extended result code of SQLite.
fn primary_code(error: &SqliteError) -> Option<i32> {
    let extended: i32 = error.code()?.parse().ok()?;
    Some(extended & 0xff)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::testing::{busy, file_with, other_process};
    use sea_orm::{ConnectionTrait, TransactionTrait};

    #[tokio::test]
    async fn a_locked_file_is_tried_again() {
        assert!(lost_a_race(&busy().await));
    }

    /// SQLITE_BUSY_SNAPSHOT, an extended result code.
    #[tokio::test]
    async fn a_transaction_that_read_an_old_state_and_then_writes_is_tried_again() {
        let (folder, db) = file_with("CREATE TABLE t (n INTEGER)").await;
        let old = other_process(&folder).await.begin().await.unwrap();
        old.execute_unprepared("SELECT * FROM t").await.unwrap();
        db.statement()
            .execute_unprepared("INSERT INTO t VALUES (1)")
            .await
            .unwrap();
        let error = old.execute_unprepared("INSERT INTO t VALUES (2)").await.unwrap_err();
        assert!(error.to_string().contains("517"), "{error}");
        assert!(lost_a_race(&error));
    }

    #[tokio::test]
    async fn the_text_of_an_error_does_not_matter() {
        let (_folder, db) = file_with("CREATE TABLE t (n INTEGER)").await;
        for message in [
            "40001",
            "1213 Deadlock found",
            "database is locked",
            "could not serialize",
            "UNIQUE constraint failed",
        ] {
            let trigger = format!(
                "DROP TRIGGER IF EXISTS r; \
                 CREATE TRIGGER r BEFORE INSERT ON t BEGIN SELECT RAISE(ABORT, '{message}'); END"
            );
            db.statement().execute_unprepared(&trigger).await.unwrap();
            let raised = db.statement().execute_unprepared("INSERT INTO t VALUES (1)").await;
            for error in [
                raised.unwrap_err(),
                DbErr::Custom(message.to_owned()),
                DbErr::Exec(RuntimeErr::Internal(message.to_owned())),
            ] {
                assert!(!lost_a_race(&error) && !is_taken(&error), "{error}");
            }
        }
    }

    #[tokio::test]
    async fn a_row_that_exists_already_is_told_from_other_errors() {
        let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, n INTEGER CHECK (n > 0)) STRICT";
        let (_folder, db) = file_with(table).await;
        let insert = async |values: &str| {
            let insert = format!("INSERT INTO t VALUES ({values})");
            db.statement().execute_unprepared(&insert).await
        };
        insert("1, 'a', 1").await.unwrap();
        assert!(is_taken(&insert("1, 'b', 1").await.unwrap_err()));
        assert!(is_taken(&insert("2, 'a', 1").await.unwrap_err()));
        assert!(!is_taken(&insert("2, 'b', 0").await.unwrap_err()));
        assert!(!is_taken(&insert("2, 'b'").await.unwrap_err()));
        let nowhere = db
            .statement()
            .execute_unprepared("INSERT INTO nowhere VALUES (1)")
            .await;
        assert!(!is_taken(&nowhere.unwrap_err()));
    }
}
