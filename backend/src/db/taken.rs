//! Somebody else has it already.

use sea_orm::{DbErr, SqlErr};

/// Whether a row was refused because there may be only one of its kind: a name, an address, a number.
pub fn is_taken(error: &DbErr) -> bool {
    match error {
        // SQLite's own words, where nothing stands between it and us.
        DbErr::Exec(sea_orm::RuntimeErr::Internal(text)) | DbErr::Query(sea_orm::RuntimeErr::Internal(text)) => {
            text.starts_with("UNIQUE constraint failed")
        }
        other => matches!(other.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))),
    }
}
