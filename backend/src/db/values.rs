//! What SQLite is given and what it gives back.

use crate::entity::columns;
use rusqlite::{
    Rows, ToSql,
    types::{FromSqlError, ToSqlOutput, ValueRef},
};
use sea_orm::{
    ColumnType, DbBackend, DbErr, ExecResult, MockDatabase, MockDatabaseTrait, MockExecResult, QueryResult, Statement,
    Value, prelude::Uuid,
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};
use tracing::dispatcher::{Dispatch, with_default};

/// A value as SQLite keeps it: whole numbers are whole numbers of any size, an id is its sixteen bytes.
pub struct Given<'a>(pub &'a Value);

impl ToSql for Given<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let number = |number: Option<i64>| number.map(ValueRef::Integer);
        let known = match self.0 {
            Value::Bool(given) => number(given.map(i64::from)),
            Value::TinyInt(given) => number(given.map(i64::from)),
            Value::SmallInt(given) => number(given.map(i64::from)),
            Value::Int(given) => number(given.map(i64::from)),
            Value::BigInt(given) => number(*given),
            Value::TinyUnsigned(given) => number(given.map(i64::from)),
            Value::SmallUnsigned(given) => number(given.map(i64::from)),
            Value::Unsigned(given) => number(given.map(i64::from)),
            Value::BigUnsigned(given) => number(given.map(i64::try_from).transpose().map_err(unfit)?),
            Value::String(given) => given.as_ref().map(|text| ValueRef::Text(text.as_bytes())),
            Value::Bytes(given) => given.as_deref().map(ValueRef::Blob),
            Value::Uuid(given) => given.as_ref().map(|id| ValueRef::Blob(id.as_bytes())),
            _ => return Err(unfit(NoSuchValue)),
        };
        Ok(ToSqlOutput::Borrowed(known.unwrap_or(ValueRef::Null)))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("a value of a kind that no column of ours has")]
struct NoSuchValue;

fn unfit(why: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(Box::new(why))
}

/// What is in a column. SQLite tells numbers from bytes, not how wide a number is or what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bool,
    Int,
    /// Of any width, and what is counted or reckoned.
    Plain,
    Uuid,
}

/// A column's name says what is in it.
static KINDS: LazyLock<HashMap<&str, Kind>> = LazyLock::new(|| {
    let known = columns().into_iter();
    known.map(|(name, holds)| (name, Kind::declared(&holds))).collect()
});

impl Kind {
    const fn declared(holds: &ColumnType) -> Self {
        match holds {
            ColumnType::Boolean => Self::Bool,
            ColumnType::Integer => Self::Int,
            ColumnType::Uuid => Self::Uuid,
            _ => Self::Plain,
        }
    }

    fn of(column: &str) -> Self {
        // Of two tables that are looked at together, sea-orm calls one A and the other B.
        let name = column.strip_prefix("A_").or_else(|| column.strip_prefix("B_"));
        KINDS.get(name.unwrap_or(column)).copied().unwrap_or(Self::Plain)
    }

    fn read(self, value: ValueRef<'_>) -> rusqlite::Result<Value> {
        Ok(match (self, value) {
            (_, ValueRef::Null) => Value::String(None),
            (Self::Bool, ValueRef::Integer(number)) => Value::Bool(Some(number != 0)),
            (Self::Int, ValueRef::Integer(number)) => Value::Int(Some(i32::try_from(number).map_err(unread)?)),
            (_, ValueRef::Integer(number)) => Value::BigInt(Some(number)),
            (_, ValueRef::Real(number)) => Value::Double(Some(number)),
            (_, ValueRef::Text(text)) => Value::String(Some(std::str::from_utf8(text)?.to_owned())),
            (Self::Uuid, ValueRef::Blob(bytes)) => Value::Uuid(Some(Uuid::from_slice(bytes).map_err(unread)?)),
            (_, ValueRef::Blob(bytes)) => Value::Bytes(Some(bytes.to_vec())),
        })
    }
}

fn unread(why: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::from(FromSqlError::other(why))
}

/// A row as it was found.
pub type Row = BTreeMap<String, Value>;

/// By name only: such a row does not keep the order of its columns.
pub fn read(rows: &mut Rows<'_>, most: usize) -> rusqlite::Result<Vec<Row>> {
    let columns: Vec<(String, Kind)> = rows.as_ref().map_or_else(Vec::new, |statement| {
        let names = statement.column_names().into_iter();
        names.map(|name| (name.to_owned(), Kind::of(name))).collect()
    });
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut values = BTreeMap::new();
        for (index, (name, kind)) in columns.iter().enumerate() {
            values.insert(name.clone(), kind.read(row.get_ref(index)?)?);
        }
        found.push(values);
        if found.len() == most {
            break;
        }
    }
    Ok(found)
}

/// The one door by which sea-orm takes rows that no driver of its own has read: the one for tests. `proxy` was made for it,
/// and does not compile with any driver beside it (2.0.4).
pub fn results(rows: Vec<Row>) -> Result<Vec<QueryResult>, DbErr> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    in_silence(|| {
        let mut door = MockDatabase::new(DbBackend::Sqlite).append_query_results([rows]);
        door.query(0, nothing())
    })
}

pub fn executed(last_insert_id: u64, rows_affected: u64) -> Result<ExecResult, DbErr> {
    let done = MockExecResult {
        last_insert_id,
        rows_affected,
    };
    in_silence(|| {
        let mut door = MockDatabase::new(DbBackend::Sqlite).append_exec_results([done]);
        door.execute(0, nothing())
    })
}

/// It would tell a log of every detail what is in the rows.
fn in_silence<T>(work: impl FnOnce() -> T) -> T {
    with_default(&Dispatch::none(), work)
}

fn nothing() -> Statement {
    Statement::from_string(DbBackend::Sqlite, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_one_name_hold_the_same() {
        for (name, holds) in columns() {
            assert_eq!(Kind::declared(&holds), Kind::of(name), "{name}");
        }
    }
}
