//! Records in the audit trail what happened to an account, and when.

use crate::{
    Error, Result,
    crypto::MacKeys,
    entity::{account, audit_event},
    random,
};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    credentials::normalise_name,
    ids::{AccountId, EventId},
    session::Identity,
    time::Timestamp,
    view::EventView,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Purpose of the keyed hash of a deleted account's name.
const NAME: &str = "audit-name";

pub async fn record(tx: &impl ConnectionTrait, account: AccountId, kind: AuditKind, now: Timestamp) -> Result<()> {
    record_by(tx, account, kind, None, now).await
}

/// Records an action of an administrator. `actor` is `None` for an action on the command line.
pub async fn record_by(
    tx: &impl ConnectionTrait,
    account: AccountId,
    kind: AuditKind,
    actor: Option<AccountId>,
    now: Timestamp,
) -> Result<()> {
    insert(tx, account, kind, (actor, None), now).await
}

async fn insert(
    tx: &impl ConnectionTrait,
    account: AccountId,
    kind: AuditKind,
    (actor, name_hash): (Option<AccountId>, Option<Vec<u8>>),
    now: Timestamp,
) -> Result<()> {
    let row = audit_event::ActiveModel {
        id: Set(EventId::new(now, random::bytes()?).uuid()),
        account_id: Set(account.uuid()),
        kind: Set(kind.code().to_owned()),
        at: Set(now.micros()),
        actor_id: Set(actor.map(AccountId::uuid)),
        name_hash: Set(name_hash),
    };
    audit_event::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Records the deletion of an account. The event contains a keyed hash of the name instead of the name, so an
/// administrator can search for a known name, but cannot read the name from the event.
pub async fn record_deleted(
    tx: &impl ConnectionTrait,
    macs: &MacKeys,
    account: &account::Model,
    now: Timestamp,
) -> Result<()> {
    let name = macs.mac(NAME, &[account.username.as_bytes()]).to_vec();
    let id = AccountId::from_uuid(account.id);
    insert(tx, id, AuditKind::AccountDeleted, (None, Some(name)), now).await
}

/// The possible stored hashes of a name, one for each key.
pub fn hashes_of_name(macs: &MacKeys, name: &str) -> Vec<Vec<u8>> {
    let hashes = macs.all(NAME, &[normalise_name(name).as_bytes()]);
    hashes.into_iter().map(|hash| hash.to_vec()).collect()
}

/// Records an event of a member. Events of students are not recorded: the teacher sees them on the board, and nothing
/// is kept after the class.
pub async fn of_member(tx: &impl ConnectionTrait, who: &Identity, kind: AuditKind, now: Timestamp) -> Result<()> {
    match who.kind {
        AccountKind::Member => record(tx, who.account, kind, now).await,
        AccountKind::Student => Ok(()),
    }
}

/// The latest events of an account, the newest first.
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
