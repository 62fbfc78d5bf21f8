//! Stores browser sessions in the database under the hash of their id, so that a copy of the table cannot be used to
//! take over sessions.

use crate::{
    clock::Clock,
    crypto::digest,
    db::{Db, Words, transaction},
    entity::web_session::{Column, Entity, Model},
};
use async_trait::async_trait;
use domain::session::{MAX_SESSIONS, SessionState, SignInState};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Statement,
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

/// Maximum number of sessions that one sign-in ends. As long as `MAX_SESSIONS` is enforced, it ends only a few.
const ENDED_AT_ONCE: u64 = 100;

/// The key of a session in the table: the hash of the session id.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionKey(Vec<u8>);

impl SessionKey {
    pub fn of(id: &Id) -> Self {
        Self(hash_of(id))
    }

    pub(crate) fn is(&self, stored: &[u8]) -> bool {
        self.0 == stored
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey")
    }
}

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
    /// If the random id is already taken, a new id is generated, so that a new session never overwrites an existing
    /// one.
    async fn create(&self, record: &mut Record) -> Result<()> {
        static NEW: Words = Words::new();
        loop {
            let row = row_of(record)?;
            let values = [
                row.id_hash.clone().into(),
                row.data.clone().into(),
                row.expires_at.into(),
                row.account_id.into(),
                row.began_at.into(),
                row.is_signed_in.into(),
            ];
            let (account, is_signed_in) = (row.account_id, row.is_signed_in);
            let asked = NEW.about(self.db.statement(), values, || {
                let keep = OnConflict::column(Column::IdHash)
                    .do_nothing_on([Column::IdHash])
                    .to_owned();
                Entity::insert(row.into_active_model().reset_all()).on_conflict(keep)
            });
            if self.changed(asked).await? == 1 {
                return match account {
                    Some(account) => self.end_oldest(account, is_signed_in).await,
                    None => Ok(()),
                };
            }
            record.id = Id::default();
        }
    }

    /// Updates an existing session only: a request that began before the sign-out must not restore the session.
    async fn save(&self, record: &Record) -> Result<()> {
        static KNOWN: Words = Words::new();
        let row = row_of(record)?;
        let (data, expires_at, account, id) = (row.data, row.expires_at, row.account_id, row.id_hash);
        let (began_at, is_signed_in) = (row.began_at, row.is_signed_in);
        let values = [
            data.clone().into(),
            expires_at.into(),
            account.into(),
            began_at.into(),
            is_signed_in.into(),
            id.clone().into(),
        ];
        let asked = KNOWN.about(self.db.statement(), values, || {
            Entity::update_many()
                .col_expr(Column::Data, Expr::value(data))
                .col_expr(Column::ExpiresAt, Expr::value(expires_at))
                .col_expr(Column::AccountId, Expr::value(account))
                .col_expr(Column::BeganAt, Expr::value(began_at))
                .col_expr(Column::IsSignedIn, Expr::value(is_signed_in))
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
    /// Deletes the oldest sessions of an account that are over the limit. It is called for new sessions only, because
    /// every step of the sign-in creates a new session. The new session is written first, so that the last of several
    /// parallel sign-ins sees the sessions of all of them. Sessions that still need a factor are counted separately, so
    /// that an attacker who knows only the password cannot end the owner's sessions.
    async fn end_oldest(&self, account: Uuid, is_signed_in: bool) -> Result<()> {
        static BEYOND: Words = Words::new();
        let kept = MAX_SESSIONS as u64;
        let now = self.clock.now().micros();
        let values = [
            account.into(),
            is_signed_in.into(),
            now.into(),
            ENDED_AT_ONCE.into(),
            kept.into(),
        ];
        let asked = BEYOND.about(&self.db.read, values, || {
            Entity::find()
                .filter(Column::AccountId.eq(account))
                .filter(Column::IsSignedIn.eq(is_signed_in))
                .filter(Column::ExpiresAt.gt(now))
                .order_by_desc(Column::BeganAt)
                .order_by_desc(Column::IdHash)
                .limit(ENDED_AT_ONCE)
                .offset(kept)
        });
        let beyond = Model::find_by_statement(asked).all(&self.db.read).await;
        let beyond: Vec<_> = beyond.map_err(broken)?.into_iter().map(|row| row.id_hash).collect();
        if beyond.is_empty() {
            return Ok(());
        }
        // Parallel sign-ins may delete the same sessions: on a conflict the transaction is repeated.
        let ended = transaction!(&self.db, |tx| {
            Entity::delete_many()
                .filter(Column::IdHash.is_in(beyond.clone()))
                .exec(tx)
                .await?;
            Ok(())
        });
        ended.map_err(|error| Error::Backend(error.to_string()))
    }

    async fn changed(&self, asked: Statement) -> Result<u64> {
        let done = self.db.statement().execute_raw(asked).await;
        Ok(done.map_err(broken)?.rows_affected())
    }
}

/// The row has an account even if a factor is still missing: a purge selects all sessions of an account, and the list
/// of a member's sessions selects only signed-in ones.
fn row_of(record: &Record) -> Result<Model> {
    let state = record.data.get(STATE);
    let state = state.and_then(|state| SessionState::deserialize(state).ok());
    let identity = state.as_ref().and_then(SessionState::identity);
    Ok(Model {
        id_hash: hash_of(&record.id),
        data: serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?,
        expires_at: micros(record.expiry_date),
        account_id: identity.map(|identity| identity.account.uuid()),
        began_at: identity.map_or(0, |identity| identity.since.micros()),
        is_signed_in: state.is_some_and(|state| matches!(state.sign_in_state(), SignInState::SignedIn(_))),
    })
}

fn hash_of(id: &Id) -> Vec<u8> {
    digest(&id.0.to_be_bytes()).to_vec()
}

fn micros(time: OffsetDateTime) -> i64 {
    i64::try_from(time.unix_timestamp_nanos() / 1000).unwrap_or(i64::MAX)
}

/// The session middleware logs this error and answers with status 500.
fn broken(error: DbErr) -> Error {
    Error::Backend(error.to_string())
}
