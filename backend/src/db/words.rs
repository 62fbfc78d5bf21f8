//! Questions that are asked many times a lesson, always in the same words: put into words once for each kind of database.

use sea_orm::{ConnectionTrait, DbBackend, QueryTrait, Statement, Value, Values};
use std::sync::OnceLock;

#[derive(Debug)]
pub struct Words {
    sqlite: OnceLock<String>,
    postgres: OnceLock<String>,
    mysql: OnceLock<String>,
}

impl Words {
    pub const fn new() -> Self {
        Self {
            sqlite: OnceLock::new(),
            postgres: OnceLock::new(),
            mysql: OnceLock::new(),
        }
    }

    /// What `select` asks, with these very values in this order and no others.
    pub fn about<Q: QueryTrait, const N: usize>(
        &self,
        db: &impl ConnectionTrait,
        values: [Value; N],
        select: impl FnOnce() -> Q,
    ) -> Statement {
        let (backend, values) = (db.get_database_backend(), Values(values.to_vec()));
        let words = match backend {
            DbBackend::Postgres => &self.postgres,
            DbBackend::MySql => &self.mysql,
            _ => &self.sqlite,
        };
        let words = words.get_or_init(|| {
            let said = select().build(backend);
            debug_assert_eq!(said.values.as_ref(), Some(&values), "{}", said.sql);
            said.sql
        });
        Statement {
            sql: words.clone(),
            values: Some(values),
            db_backend: backend,
        }
    }
}
