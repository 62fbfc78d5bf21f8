//! Stores browser sessions in the database under the hash of their id, so that a copy of the table cannot be used to
//! take over sessions.

mod limit;
pub(crate) mod passing_session;
mod renewal;
mod stored_session;

pub use renewal::SessionRenewal;

use crate::{
    access::{SessionOwner, session_owner::OwnerRow},
    clock::Clock,
    crypto::digest,
    db::Db,
    entity::web_session::{Column, Entity, Model},
};
use async_trait::async_trait;
use domain::{
    session::{Identity, SessionState, SignInState},
    time::Timestamp,
};
use limit::{UNKNOWN, count_of};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, IntoActiveModel,
    PaginatorTrait, QueryFilter, QuerySelect, QueryTrait, UpdateMany,
    sea_query::{Expr, OnConflict},
};
use serde::Deserialize;
use serde_json::Value;
use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::Arc,
    time::Duration,
};
use stored_session::StoredSession;
use time::OffsetDateTime;
use tower_sessions_core::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// Keys of the session data: the state of the sign-in, and the name of the browser.
pub const STATE: &str = "state";
pub const AGENT: &str = "agent";

/// Sessions end after this time without a request. The time is longer than the thirty days by which a teacher can
/// extend a class, because the session contains the teacher's grant for the class.
pub const SESSION_DAYS: u64 = 31;
const DAY: Duration = Duration::from_secs(24 * 3600);
/// A session that ends sooner is stored again when it is used. So its end moves at most once a day, and most requests write
/// nothing.
const EXTENDED_BELOW: Duration = Duration::from_secs((SESSION_DAYS - 1) * DAY.as_secs());

/// The key of a session in the table: the hash of the session id.
#[derive(Clone, PartialEq, Eq, Hash)]
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

/// The store of one request.
#[derive(Clone)]
pub struct DbSessionStore {
    pub(crate) db: Db,
    pub(crate) clock: Arc<dyn Clock>,
    /// Gets the account of the session when the session is loaded.
    pub(crate) owner: SessionOwner,
    pub(crate) renewal: SessionRenewal,
}

impl fmt::Debug for DbSessionStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DbSessionStore")
    }
}

/// A session that was read outside of a request of its browser.
pub(crate) struct ReadSession {
    pub state: SessionState,
    pub owner: SessionOwner,
}

/// The sessions under these keys that have not ended, read in one query.
pub(crate) async fn sessions_of(
    db: &impl ConnectionTrait,
    keys: HashSet<SessionKey>,
    now: Timestamp,
) -> crate::Result<HashMap<SessionKey, ReadSession>> {
    let mut found = HashMap::with_capacity(keys.len());
    let keys: Vec<_> = keys.into_iter().map(|key| key.0).collect();
    for keys in keys.chunks(SESSIONS_PER_QUERY) {
        let sessions = Entity::find()
            .select_only()
            .columns([Column::IdHash, Column::Data, Column::ExpiresAt])
            .filter(Column::IdHash.is_in(keys.iter().cloned()))
            .filter(Column::ExpiresAt.gt(now.micros()));
        for row in db.query_all(&OwnerRow::select(sessions).into_query()).await? {
            let stored = StoredSession::from_query_result(&row, "")?;
            let owner = SessionOwner::default();
            if let Some(row) = stored.owner {
                owner.set(row);
            }
            let key = SessionKey(row.try_get("", "id_hash")?);
            found.insert(
                key,
                ReadSession {
                    state: state_of(&stored.data),
                    owner,
                },
            );
        }
    }
    Ok(found)
}

/// Sessions in one query. PostgreSQL accepts 65,535 bound values, SQLite 32,766.
const SESSIONS_PER_QUERY: usize = 20_000;

/// A session without a state, or with a state of another release, is an anonymous session.
fn state_of(data: &str) -> SessionState {
    #[derive(Deserialize)]
    struct Data {
        state: SessionState,
    }
    serde_json::from_str(data).map_or_else(|_| SessionState::default(), |Data { state }| state)
}

#[async_trait]
impl SessionStore for DbSessionStore {
    /// If the random id is already taken, a new id is generated, so that a new session never overwrites an existing
    /// one.
    async fn create(&self, record: &mut Record) -> Result<()> {
        let mut replaced = self.renewal.replaced();
        loop {
            let row = row_of(record)?;
            let written = match &replaced {
                Some(old) => self.replace(old, &row).await?,
                None => self.insert(&row).await?,
            };
            match (written, &replaced) {
                (Some(sessions), _) => return self.limit_sessions(&row, sessions).await,
                // The old session has ended since this request loaded it.
                (None, Some(_)) => {
                    replaced = None;
                    self.end_sign_in_that_ended(record).await?;
                }
                (None, None) => record.id = Id::default(),
            }
        }
    }

    /// Updates an existing session only: a request that began before the sign-out must not restore the session.
    async fn save(&self, record: &Record) -> Result<()> {
        let row = row_of(record)?;
        content_of(&row)
            .filter(Column::IdHash.eq(row.id_hash))
            .exec(self.db.statement())
            .await
            .map_err(broken)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let row = self
            .db
            .read
            .query_one_raw(StoredSession::query(self.db.backend(), hash_of(id)))
            .await;
        let row = row.and_then(|row| row.map(|row| StoredSession::from_query_result(&row, "")).transpose());
        let Some(row) = row
            .map_err(broken)?
            .filter(|row| row.expires_at > self.clock.now().micros())
        else {
            return Ok(None);
        };
        let data = serde_json::from_str(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp_nanos(i128::from(row.expires_at) * 1000)
            .map_err(|error| Error::Decode(error.to_string()))?;
        if let Some(owner) = row.owner {
            self.owner.set(owner);
        }
        let left = Timestamp::from_micros(row.expires_at).since(self.clock.now());
        self.renewal.loaded(signed_in(&data), left < EXTENDED_BELOW);
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        if self.renewal.keeps(hash_of(id)) {
            return Ok(());
        }
        let deleted = Entity::delete_by_id(hash_of(id)).exec(self.db.statement()).await;
        deleted.map(drop).map_err(broken)
    }
}

impl DbSessionStore {
    /// A request that began before the sign-out, or before the owner ended this session, must not restore the sign-in: the
    /// new session is anonymous. If another request has given the session its own new id meanwhile, a session of the same
    /// sign-in exists, and this one is stored too.
    async fn end_sign_in_that_ended(&self, record: &mut Record) -> Result<()> {
        let Some(identity) = signed_in(&record.data).filter(|identity| self.renewal.has_loaded(identity)) else {
            return Ok(());
        };
        let same_sign_in = Entity::find()
            .filter(Column::AccountId.eq(identity.account.uuid()))
            .filter(Column::BeganAt.eq(identity.since.micros()))
            .filter(Column::IsSignedIn.eq(true));
        // Read where it was written: a request beside this one has possibly just stored it.
        if same_sign_in.count(self.db.statement()).await.map_err(broken)? == 0 {
            record.data.clear();
        }
        Ok(())
    }

    /// Returns the number of sessions that the account had before, or `None` if the id is taken.
    async fn insert(&self, row: &Model) -> Result<Option<u64>> {
        let keep_existing = OnConflict::column(Column::IdHash)
            .do_nothing_on([Column::IdHash])
            .to_owned();
        let insert = Entity::insert(row.clone().into_active_model().reset_all()).on_conflict(keep_existing);
        let db = self.db.statement();
        if self.db.backend() == DbBackend::MySql {
            let inserted = insert.exec_without_returning(db).await.map_err(broken)?;
            return Ok((inserted == 1).then_some(UNKNOWN));
        }
        let mut insert = insert.into_query();
        let row = db.query_one(insert.returning(self.other_sessions(row))).await;
        row.map_err(broken)?.as_ref().map(count_of).transpose()
    }

    /// Gives a session its new id and content. Returns the number of other sessions, or `None` if the session has ended.
    async fn replace(&self, old: &[u8], row: &Model) -> Result<Option<u64>> {
        let update = content_of(row)
            .col_expr(Column::IdHash, Expr::value(row.id_hash.clone()))
            .filter(Column::IdHash.eq(old));
        let db = self.db.statement();
        if self.db.backend() == DbBackend::MySql {
            let updated = update.exec(db).await.map_err(broken)?;
            return Ok((updated.rows_affected == 1).then_some(UNKNOWN));
        }
        let mut update = update.into_query();
        let row = db.query_one(update.returning(self.other_sessions(row))).await;
        row.map_err(broken)?.as_ref().map(count_of).transpose()
    }
}

/// The user who is signed in with all factors, if there is one.
fn signed_in(data: &HashMap<String, Value>) -> Option<Identity> {
    let state = data.get(STATE).and_then(|state| SessionState::deserialize(state).ok());
    match state?.sign_in_state() {
        SignInState::SignedIn(identity) => Some(identity),
        _ => None,
    }
}

/// The account is stored as soon as the password was accepted, before the second factor is checked, because the end
/// of all sessions of an account must reach these sessions too. The list of a member's sessions leaves them out.
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

/// An update of everything except the id.
fn content_of(row: &Model) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::Data, Expr::value(row.data.clone()))
        .col_expr(Column::ExpiresAt, Expr::value(row.expires_at))
        .col_expr(Column::AccountId, Expr::value(row.account_id))
        .col_expr(Column::BeganAt, Expr::value(row.began_at))
        .col_expr(Column::IsSignedIn, Expr::value(row.is_signed_in))
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
