//! A session that is inserted, read and deleted in one transaction. Its id leaves the server in no answer, and no other
//! request can see it, also if the server stops in between.

use super::{ReadSession, STATE, SessionKey, row_of, sessions_of};
use crate::{Error, Result, db::Transaction, entity::web_session::Entity};
use domain::{session::SessionState, time::Timestamp};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};
use time::OffsetDateTime;
use tower_sessions_core::session::{Id, Record};

/// Longer than a transaction.
const LIFE: Duration = Duration::from_secs(60);

/// Stores a session, reads it as a request of its browser does, and deletes it.
pub(crate) async fn of(tx: &Transaction, state: SessionState, now: Timestamp) -> Result<ReadSession> {
    let broken = || Error::Corrupt("a session");
    let expires = i128::from(now.after(LIFE).micros()) * 1000;
    let state = serde_json::to_value(state).map_err(|_| broken())?;
    let row = row_of(&Record {
        id: Id::default(),
        data: HashMap::from([(STATE.to_owned(), state)]),
        expiry_date: OffsetDateTime::from_unix_timestamp_nanos(expires).map_err(|_| broken())?,
    });
    let row = row.map_err(|_| broken())?;
    let key = row.id_hash.clone();
    Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(tx)
        .await?;
    let mut read = sessions_of(tx, HashSet::from([SessionKey(key.clone())]), now).await?;
    Entity::delete_by_id(key.clone()).exec(tx).await?;
    read.remove(&SessionKey(key)).ok_or_else(broken)
}
