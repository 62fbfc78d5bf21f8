//! Stores browser sessions in the database under the hash of their id, so that a copy of the table cannot be used to
//! take over a session.

use crate::{
    clock::Clock,
    crypto::digest,
    db::{Db, Words},
    entity::web_session::{Column, Entity, Model},
};
use async_trait::async_trait;
use domain::session::SessionState;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    Statement,
    prelude::Uuid,
    sea_query::{Expr, OnConflict},
};
use serde::Deserialize;
use std::{fmt, sync::Arc};
use time::OffsetDateTime;
use tower_sessions_core::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// Keys of the session data: the state of the sign-in, and the name of the browser.
pub const STATE: &str = "state";
pub const AGENT: &str = "agent";

#[derive(Clone)]
pub struct DbSessionStore {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
}

impl fmt::Debug for DbSessionStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DbSessionStore")
    }
}

#[async_trait]
impl SessionStore for DbSessionStore {
    /// If the random id is taken already, another one is drawn, so that a new session never overwrites an existing one.
    async fn create(&self, record: &mut Record) -> Result<()> {
        static NEW: Words = Words::new();
        loop {
            let row = row_of(record)?;
            let values = [
                row.id_hash.clone().into(),
                row.data.clone().into(),
                row.expires_at.into(),
                row.account_id.into(),
            ];
            let asked = NEW.about(self.db.statement(), values, || {
                let keep = OnConflict::column(Column::IdHash)
                    .do_nothing_on([Column::IdHash])
                    .to_owned();
                Entity::insert(row.into_active_model().reset_all()).on_conflict(keep)
            });
            if self.changed(asked).await? == 1 {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    /// Updates an existing session only: a request that began before the sign-out must not restore the session.
    async fn save(&self, record: &Record) -> Result<()> {
        static KNOWN: Words = Words::new();
        let row = row_of(record)?;
        let (data, expires_at, account, id) = (row.data, row.expires_at, row.account_id, row.id_hash);
        let values = [
            data.clone().into(),
            expires_at.into(),
            account.into(),
            id.clone().into(),
        ];
        let asked = KNOWN.about(self.db.statement(), values, || {
            Entity::update_many()
                .col_expr(Column::Data, Expr::value(data))
                .col_expr(Column::ExpiresAt, Expr::value(expires_at))
                .col_expr(Column::AccountId, Expr::value(account))
                .filter(Column::IdHash.eq(id))
        });
        self.changed(asked).await.map(drop)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        static BY_ID: Words = Words::new();
        let (db, hash) = (&self.db.read, hash_of(id));
        let asked = BY_ID.about(db, [hash.clone().into()], || Entity::find_by_id(hash));
        let row = Model::find_by_statement(asked).one(db).await;
        let row = row.map_err(broken)?;
        let Some(row) = row.filter(|row| row.expires_at > self.clock.now().micros()) else {
            return Ok(None);
        };
        let data = serde_json::from_str(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp_nanos(i128::from(row.expires_at) * 1000)
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        static GONE: Words = Words::new();
        let hash = hash_of(id);
        let asked = GONE.about(self.db.statement(), [hash.clone().into()], || {
            Entity::delete_many().filter(Column::IdHash.eq(hash))
        });
        self.changed(asked).await.map(drop)
    }
}

impl DbSessionStore {
    async fn changed(&self, asked: Statement) -> Result<u64> {
        let done = self.db.statement().execute_raw(asked).await;
        Ok(done.map_err(broken)?.rows_affected())
    }
}

fn row_of(record: &Record) -> Result<Model> {
    Ok(Model {
        id_hash: hash_of(&record.id),
        data: serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?,
        expires_at: micros(record.expiry_date),
        account_id: account_of(record),
    })
}

/// The account of the session, even if its sign-in is not complete. A purge deletes all sessions of an account; the
/// list of a member's sessions shows only the complete ones.
fn account_of(record: &Record) -> Option<Uuid> {
    let state = SessionState::deserialize(record.data.get(STATE)?).ok()?;
    Some(state.identity()?.account.uuid())
}

fn hash_of(id: &Id) -> Vec<u8> {
    digest(&id.0.to_be_bytes()).to_vec()
}

fn micros(time: OffsetDateTime) -> i64 {
    i64::try_from(time.unix_timestamp_nanos() / 1000).unwrap_or(i64::MAX)
}

/// The session middleware logs the cause and answers with status 500.
fn broken(error: DbErr) -> Error {
    Error::Backend(error.to_string())
}
