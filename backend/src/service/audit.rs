//! Writing down what happened to an account, and when.

use crate::{Error, Result, Stepwise, db::transaction, entity::audit_event, random};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    ids::{AccountId, EventId},
    session::Identity,
    time::Timestamp,
    view::EventView,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

pub async fn record(tx: &impl ConnectionTrait, account: AccountId, kind: AuditKind, now: Timestamp) -> Result<()> {
    let row = audit_event::ActiveModel {
        id: Set(EventId::new(now, random::bytes()?).uuid()),
        account_id: Set(account.uuid()),
        kind: Set(kind.code().to_owned()),
        at: Set(now.micros()),
    };
    audit_event::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Students have a board that tells their teacher, and nothing is kept of them.
pub async fn of_member(tx: &impl ConnectionTrait, who: &Identity, kind: AuditKind, now: Timestamp) -> Result<()> {
    match who.kind {
        AccountKind::Member => record(tx, who.account, kind, now).await,
        AccountKind::Student => Ok(()),
    }
}

/// The newest first.
pub async fn latest(db: &impl ConnectionTrait, account: AccountId, most: u64) -> Result<Vec<EventView>> {
    let rows = audit_event::Entity::find()
        .filter(audit_event::Column::AccountId.eq(account.uuid()))
        .order_by_desc(audit_event::Column::At)
        .order_by_desc(audit_event::Column::Id)
        .limit(most)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(EventView {
                kind: AuditKind::from_code(&row.kind).ok_or(Error::Corrupt("audit kind"))?,
                at: Timestamp::from_micros(row.at),
            })
        })
        .collect()
}

impl Stepwise {
    /// A wrong password, for the history of the account. After the answer, not before it: the time an answer takes
    /// must not tell whether there is such a member.
    pub(super) fn tell_member(&self, account: Option<AccountId>) {
        let Some(account) = account else { return };
        let stepwise = self.clone();
        tokio::spawn(async move {
            let now = stepwise.now();
            let told = transaction!(stepwise.db(), |tx| record(tx, account, AuditKind::WrongPassword, now)
                .await);
            if let Err(error) = told {
                tracing::warn!(%error, "a failed sign-in did not reach the history");
            }
        });
    }
}
