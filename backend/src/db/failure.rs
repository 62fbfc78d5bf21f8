//! What kind of failure a database reports: by the SQLSTATE or the error number of its driver. Messages are never looked
//! at, because they repeat values that users have typed.

use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{
        self,
        error::{DatabaseError, ErrorKind},
        mysql::MySqlDatabaseError,
        postgres::PgDatabaseError,
    },
};
use std::{error::Error as StdError, fmt, sync::Arc};

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
const SQLITE_CONSTRAINT_PRIMARY_KEY: i32 = 1555;
const SQLITE_CONSTRAINT_UNIQUE: i32 = 2067;
const SQLITE_CONSTRAINT_ROW_ID: i32 = 2579;

/// Whether a row was refused because there may be only one of its kind: a name, an address, a number.
pub fn is_taken(error: &DbErr) -> bool {
    of_driver(error).is_some_and(|error| error.is_unique_violation())
}

/// Whether the same transaction may succeed when it is run again: it met another one.
pub fn lost_a_race(error: &DbErr) -> bool {
    let Some(error) = of_driver(error) else { return false };
    if let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() {
        return matches!(error.number(), MYSQL_DEADLOCK | MYSQL_LOCK_WAIT_TIMEOUT)
            || error.code() == Some(SERIALIZATION_FAILURE);
    }
    if let Some(error) = error.try_downcast_ref::<PgDatabaseError>() {
        return matches!(error.code(), SERIALIZATION_FAILURE | POSTGRES_DEADLOCK);
    }
    if let Some(error) = error.try_downcast_ref::<SqliteFailure>() {
        return matches!(error.primary_code(), SQLITE_BUSY | SQLITE_LOCKED);
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

/// An error of our own SQLite connections, in the form in which the other drivers report theirs.
pub(super) fn of_sqlite(error: &rusqlite::Error) -> RuntimeErr {
    let message = error.to_string();
    match error.sqlite_error() {
        None => RuntimeErr::Internal(message),
        Some(error) => {
            let code = error.extended_code;
            RuntimeErr::SqlxError(Arc::new(sqlx::Error::Database(Box::new(SqliteFailure {
                code,
                message,
            }))))
        }
    }
}

#[derive(Debug)]
struct SqliteFailure {
    /// The extended result code.
    code: i32,
    message: String,
}

impl SqliteFailure {
    /// The last byte of an extended result code.
    const fn primary_code(&self) -> i32 {
        self.code & 0xff
    }
}

impl fmt::Display for SqliteFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for SqliteFailure {}

impl DatabaseError for SqliteFailure {
    fn message(&self) -> &str {
        &self.message
    }

    fn kind(&self) -> ErrorKind {
        match self.code {
            SQLITE_CONSTRAINT_PRIMARY_KEY | SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_ROW_ID => {
                ErrorKind::UniqueViolation
            }
            _ => ErrorKind::Other,
        }
    }

    fn as_error(&self) -> &(dyn StdError + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn StdError + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn StdError + Send + Sync + 'static> {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::{Connection, ErrorCode, ffi};

    fn failure(code: ErrorCode, extended_code: i32, message: &str) -> DbErr {
        let error = rusqlite::Error::SqliteFailure(ffi::Error { code, extended_code }, Some(message.to_owned()));
        DbErr::Exec(of_sqlite(&error))
    }

    #[test]
    fn a_busy_file_is_tried_again_and_no_message_is_believed() {
        assert!(lost_a_race(&failure(ErrorCode::DatabaseBusy, 5, "busy")));
        // SQLITE_BUSY_SNAPSHOT
        assert!(lost_a_race(&failure(ErrorCode::DatabaseBusy, 517, "busy")));
        assert!(lost_a_race(&failure(ErrorCode::DatabaseLocked, 6, "locked")));
        for message in [
            "40001",
            "1213 Deadlock found",
            "database is locked",
            "could not serialize",
        ] {
            assert!(
                !lost_a_race(&failure(ErrorCode::ConstraintViolation, 1811, message)),
                "{message}"
            );
            assert!(!lost_a_race(&DbErr::Custom(message.to_owned())), "{message}");
            assert!(
                !lost_a_race(&DbErr::Exec(RuntimeErr::Internal(message.to_owned()))),
                "{message}"
            );
        }
    }

    #[test]
    fn a_row_that_may_be_there_once_is_told_by_its_code() {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, n INTEGER CHECK (n > 0)) STRICT; INSERT INTO t VALUES (1, 'a', 1)")
            .unwrap();
        let error = |sql: &str| DbErr::Exec(of_sqlite(&connection.execute(sql, []).unwrap_err()));
        assert!(is_taken(&error("INSERT INTO t VALUES (1, 'b', 1)")));
        assert!(is_taken(&error("INSERT INTO t VALUES (2, 'a', 1)")));
        assert!(!is_taken(&error("INSERT INTO t VALUES (2, 'b', 0)")));
        assert!(!is_taken(&error(
            "INSERT INTO nowhere VALUES ('UNIQUE constraint failed')"
        )));
    }
}
