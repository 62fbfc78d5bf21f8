//! A session as it is read: with its account and its seat, in one query.

use crate::{
    access::session_owner::OwnerRow,
    entity::web_session::{Column, Entity},
};
use sea_orm::{DbBackend, DbErr, EntityTrait, FromQueryResult, QueryResult, QuerySelect, QueryTrait, Statement};
use std::sync::OnceLock;

/// A session with its account and its seat.
pub struct StoredSession {
    pub data: String,
    pub expires_at: i64,
    pub owner: Option<OwnerRow>,
}

impl StoredSession {
    /// The query of the session under a key. Its text is built once for each kind of database: every request of a page needs
    /// it, and building it took as long as reading the row.
    pub fn query(backend: DbBackend, key: Vec<u8>) -> Statement {
        static SQLITE: OnceLock<String> = OnceLock::new();
        static POSTGRES: OnceLock<String> = OnceLock::new();
        static MYSQL: OnceLock<String> = OnceLock::new();
        let text = match backend {
            DbBackend::Postgres => &POSTGRES,
            DbBackend::MySql => &MYSQL,
            _ => &SQLITE,
        };
        let text = text.get_or_init(|| {
            let session = Entity::find_by_id(Vec::new()).select_only();
            let session = OwnerRow::select(session.columns([Column::Data, Column::ExpiresAt]));
            session.build(backend).sql
        });
        Statement::from_sql_and_values(backend, text, [key.into()])
    }
}

impl FromQueryResult for StoredSession {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            data: row.try_get(prefix, "data")?,
            expires_at: row.try_get(prefix, "expires_at")?,
            owner: OwnerRow::of_row(row)?,
        })
    }
}
