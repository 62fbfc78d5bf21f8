//! The audit trail: events of all members, as a list and as a table to download.

use super::{
    Administration,
    actions::member_named,
    overview::{PAGE_SIZE, named, names, page},
};
use crate::{Error, Result, access::Admin, entity::audit_event, operations::audit};
use domain::{
    audit::AuditKind,
    ids::EventId,
    time::Timestamp,
    view::{AdminEvent, Page},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, prelude::Uuid,
};

/// Maximum number of rows in a downloaded table. Larger tables are hard to use; the administrator can narrow the
/// filter.
const MAX_EXPORTED_EVENTS: u64 = 50_000;

/// The filter of the audit trail. A field whose text cannot be parsed is `None` and does not restrict the search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// The full user name of a member. It selects the events of this member's account, and the actions of this member
    /// as an administrator.
    pub name: String,
    pub kind: Option<AuditKind>,
    pub from: Option<Timestamp>,
    /// The end of the time span (exclusive).
    pub until: Option<Timestamp>,
    /// The last event on the previous page; this page continues with older events.
    pub before: Option<EventId>,
}

impl Administration {
    pub async fn audit_trail(&self, admin: Admin, filter: &AuditFilter) -> Result<Page<AdminEvent>> {
        let db = &self.db.read;
        let query = self.filtered(admin, filter).await?;
        let rows = query.limit(PAGE_SIZE + 1).all(db).await?;
        let Page { rows, next } = page(rows, |row| row.id.to_string(), Ok)?;
        Ok(Page {
            rows: events(db, rows).await?,
            next,
        })
    }

    pub async fn audit_table(&self, admin: Admin, filter: &AuditFilter) -> Result<Vec<AdminEvent>> {
        let db = &self.db.read;
        let query = self.filtered(admin, filter).await?;
        events(db, query.limit(MAX_EXPORTED_EVENTS).all(db).await?).await
    }

    /// The query of a filter, newest events first. If the account was deleted, its event of the deletion is found by
    /// the hash of the name.
    async fn filtered(&self, _: Admin, filter: &AuditFilter) -> Result<Select<audit_event::Entity>> {
        let mut query = audit_event::Entity::find().order_by_desc(audit_event::Column::Id);
        let name = filter.name.trim().replace('\0', "");
        if !name.is_empty() {
            let gone = audit::hashes_of_name(&self.macs, &name);
            let mut of_name = Condition::any().add(audit_event::Column::NameHash.is_in(gone));
            if let Some(member) = member_named(&self.db.read, &name).await? {
                of_name = of_name
                    .add(audit_event::Column::AccountId.eq(member.id))
                    .add(audit_event::Column::ActorId.eq(member.id));
            }
            query = query.filter(of_name);
        }
        if let Some(kind) = filter.kind {
            query = query.filter(audit_event::Column::Kind.eq(kind.code()));
        }
        if let Some(from) = filter.from {
            query = query.filter(audit_event::Column::At.gte(from.micros()));
        }
        if let Some(until) = filter.until {
            query = query.filter(audit_event::Column::At.lt(until.micros()));
        }
        if let Some(before) = filter.before {
            // Event ids begin with the time of creation, so older events have smaller ids.
            query = query.filter(audit_event::Column::Id.lt(before.uuid()));
        }
        Ok(query)
    }
}

/// Adds to each event the names of its account and of the administrator who acted. The names are loaded together.
pub async fn events(db: &impl ConnectionTrait, rows: Vec<audit_event::Model>) -> Result<Vec<AdminEvent>> {
    let ids = rows.iter().flat_map(|row| [Some(row.account_id), row.actor_id]);
    let ids: Vec<Uuid> = ids.flatten().collect();
    let names = names(db, ids).await?;
    rows.into_iter()
        .map(|row| {
            Ok(AdminEvent {
                id: EventId::from_uuid(row.id),
                kind: AuditKind::from_code(&row.kind).ok_or(Error::Corrupt("audit kind"))?,
                at: Timestamp::from_micros(row.at),
                account: named(&names, row.account_id),
                actor: row.actor_id.and_then(|id| names.get(&id).cloned()),
                is_actor_gone: row.actor_id.is_some_and(|id| !names.contains_key(&id)),
            })
        })
        .collect()
}
