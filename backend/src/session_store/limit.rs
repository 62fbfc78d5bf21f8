//! Limits the number of sessions of one account.

use super::{DbSessionStore, broken};
use crate::{
    db::transaction,
    entity::web_session::{Column, Entity, Model},
};
use domain::session::MAX_SESSIONS;
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, Query, ReturningClause},
};
use tower_sessions_core::session_store::{Error, Result};

/// Maximum number of sessions that one sign-in ends. Usually it ends one session, because every sign-in enforces
/// `MAX_SESSIONS`.
const ENDED_AT_ONCE: u64 = 100;

/// The number of sessions on MySQL, whose statements cannot return a count.
pub(super) const UNKNOWN: u64 = u64::MAX;

/// The table of sessions, where a statement counts the sessions beside the one that it writes.
const OTHERS: &str = "others";

impl DbSessionStore {
    /// Counts the sessions of the same account and kind, in the statement that writes the session.
    pub(super) fn other_sessions(&self, row: &Model) -> ReturningClause {
        let count = Query::select()
            .expr(Expr::col((OTHERS, Column::IdHash)).count())
            .from_as(Entity, OTHERS)
            // A session without an account has no limit.
            .and_where(Expr::col((OTHERS, Column::AccountId)).eq(row.account_id.unwrap_or_default()))
            .and_where(Expr::col((OTHERS, Column::IsSignedIn)).eq(row.is_signed_in))
            .and_where(Expr::col((OTHERS, Column::ExpiresAt)).gt(self.clock.now().micros()))
            .to_owned();
        Query::returning().expr(Expr::SubQuery(None, Box::new(count.into())))
    }

    /// Enforces the limit as soon as half of it is counted: statements that run at the same moment do not count each
    /// other's sessions, and 25 of them together must not exceed the limit.
    pub(super) async fn limit_sessions(&self, row: &Model, others: u64) -> Result<()> {
        match row.account_id {
            Some(account) if others >= MAX_SESSIONS as u64 / 2 => self.end_oldest(account, row.is_signed_in).await,
            _ => Ok(()),
        }
    }

    /// Deletes the oldest sessions of an account that are over the limit. It is called for new sessions only, because
    /// every step of the sign-in creates a new session. The new session is written first, so that the last of several
    /// parallel sign-ins sees the sessions of all of them. Sessions that still need a factor are counted separately:
    /// with the password alone, an attacker could otherwise end the owner's sessions.
    async fn end_oldest(&self, account: Uuid, is_signed_in: bool) -> Result<()> {
        let beyond = Entity::find()
            .filter(Column::AccountId.eq(account))
            .filter(Column::IsSignedIn.eq(is_signed_in))
            .filter(Column::ExpiresAt.gt(self.clock.now().micros()))
            .order_by_desc(Column::BeganAt)
            .order_by_desc(Column::IdHash)
            .limit(ENDED_AT_ONCE)
            .offset(MAX_SESSIONS as u64)
            .all(&self.db.read)
            .await;
        let beyond: Vec<_> = beyond.map_err(broken)?.into_iter().map(|row| row.id_hash).collect();
        if beyond.is_empty() {
            return Ok(());
        }
        // Parallel sign-ins can delete the same sessions: on a conflict the transaction is repeated.
        let ended = transaction!(&self.db, |tx| {
            Entity::delete_many()
                .filter(Column::IdHash.is_in(beyond.clone()))
                .exec(tx)
                .await?;
            Ok(())
        });
        ended.map_err(|error| Error::Backend(error.to_string()))
    }
}

/// The count that a statement with `other_sessions` returns.
pub(super) fn count_of(row: &QueryResult) -> Result<u64> {
    let count: i64 = row.try_get_by_index(0).map_err(broken)?;
    Ok(u64::try_from(count).unwrap_or(UNKNOWN))
}
