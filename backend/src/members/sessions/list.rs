//! The sessions of one member: listed on the account page, and ended one by one, or all except the current session.

use super::epoch::{Event, start_new_epoch};
use crate::{
    Error, Result,
    access::Member,
    db::transaction,
    entity::web_session,
    members::Members,
    operations::audit,
    session_store::{AGENT, STATE, SessionKey},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    audit::AuditKind,
    refusal::Refusal,
    session::{Identity, SessionState},
    view::SessionView,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;

/// The purpose of session references: pages contain a keyed hash of the session key, never the key itself.
const REFERENCE: &str = "session-reference";
const REFERENCE_BYTES: usize = 16;

/// Which session the member has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedSession {
    /// The session of the request: the caller must sign out its browser.
    This,
    Another,
}

impl Members {
    /// The sessions of the member: first the session `here`, then the other sessions, newest first.
    pub(crate) async fn sessions_of(&self, who: &Member, here: Option<&SessionKey>) -> Result<Vec<SessionView>> {
        let now = self.clock.now();
        let rows = web_session::Entity::find()
            .filter(web_session::Column::AccountId.eq(who.account().uuid()))
            .filter(web_session::Column::ExpiresAt.gt(now.micros()))
            .all(&self.db.read)
            .await?;
        let mut sessions = Vec::new();
        for row in rows {
            let (state, agent) = read(&row.data)?;
            // Sessions that wait for a code, or that have ended, are not listed.
            if let Ok(Identity { epoch, since, .. }) = state.signed_in(now)
                && epoch == who.identity().epoch
            {
                sessions.push(SessionView {
                    reference: self.session_references(&row.id_hash).swap_remove(0),
                    is_this: here.is_some_and(|here| here.is(&row.id_hash)),
                    agent,
                    since,
                });
            }
        }
        sessions.sort_by_key(|session| (!session.is_this, std::cmp::Reverse(session.since)));
        Ok(sessions)
    }

    /// Ends one of the member's own sessions, which is found by its reference on the account page. The session `here`
    /// is not deleted here, because the caller signs out its browser.
    pub async fn end_session(&self, who: &Member, here: Option<&SessionKey>, reference: &str) -> Result<EndedSession> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            let keys: Vec<Vec<u8>> = web_session::Entity::find()
                .select_only()
                .column(web_session::Column::IdHash)
                .filter(web_session::Column::AccountId.eq(who.account().uuid()))
                .into_tuple()
                .all(tx)
                .await?;
            let is_named = |key: &Vec<u8>| self.session_references(key).iter().any(|known| known == reference);
            let key = keys.into_iter().find(is_named).ok_or(Refusal::NotFound)?;
            let is_this = here.is_some_and(|here| here.is(&key));
            if !is_this {
                let ended = web_session::Entity::delete_many()
                    .filter(web_session::Column::IdHash.eq(key))
                    .exec(tx)
                    .await?;
                if ended.rows_affected == 0 {
                    return Err(Refusal::NotFound.into());
                }
            }
            audit::record(tx, who.account(), AuditKind::SessionEnded, now).await?;
            Ok(match is_this {
                true => EndedSession::This,
                false => EndedSession::Another,
            })
        })
    }

    /// The references of a session, one for each key; pages contain the first reference.
    fn session_references(&self, key: &[u8]) -> Vec<String> {
        let macs = self.macs.all(REFERENCE, &[key]).into_iter();
        macs.map(|mac| BASE64_URL_SAFE_NO_PAD.encode(&mac[..REFERENCE_BYTES]))
            .collect()
    }

    /// Ends all sessions except this one.
    pub async fn end_other_sessions(&self, who: &Member, session: SessionState) -> Result<SessionState> {
        let now = self.clock.now();
        let epoch = transaction!(&self.db, |tx| {
            let epoch = start_new_epoch(tx, who.identity(), Event::ByOwner, now).await?;
            let epoch = epoch.ok_or(Refusal::SignInFirst)?;
            audit::record(tx, who.account(), AuditKind::OtherSessionsEnded, now).await?;
            Ok(epoch)
        })?;
        Ok(session.epoch_raised(epoch, now)?)
    }
}

/// Parses a session as the session store has written it.
fn read(data: &str) -> Result<(SessionState, String)> {
    let broken = |_| Error::Corrupt("session");
    let mut data: HashMap<String, serde_json::Value> = serde_json::from_str(data).map_err(broken)?;
    let state = data.remove(STATE).unwrap_or_default();
    let agent = data.remove(AGENT).and_then(|agent| Some(agent.as_str()?.to_owned()));
    Ok((
        serde_json::from_value(state).map_err(broken)?,
        agent.unwrap_or_default(),
    ))
}
