//! Who did what and when, over all members, as a list and as a table to download.

use super::{ON_A_PAGE, acts::member_called, named, names, page};
use crate::{Error, Result, Stepwise, access::Admin, entity::audit_event, service::audit};
use domain::{
    audit::AuditKind,
    ids::EventId,
    time::Timestamp,
    view::{AdminEvent, Page},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, prelude::Uuid,
};

/// A table larger than this helps nobody; narrower filters do.
const MOST_IN_A_TABLE: u64 = 50_000;

/// What to look for. Whatever cannot be understood asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// A member's whole name: what happened to her account, and what she did as an administrator.
    pub name: String,
    pub kind: Option<AuditKind>,
    pub from: Option<Timestamp>,
    /// The first moment that is too late.
    pub until: Option<Timestamp>,
    /// The last event of the page before.
    pub before: Option<EventId>,
}

impl Stepwise {
    pub async fn audit_trail(&self, admin: Admin, filter: &AuditFilter) -> Result<Page<AdminEvent>> {
        let db = &self.db().read;
        let query = self.filtered(admin, filter).await?;
        let rows = query.limit(ON_A_PAGE + 1).all(db).await?;
        let Page { rows, next } = page(rows, |row| row.id.to_string(), Ok)?;
        Ok(Page {
            rows: events(db, rows).await?,
            next,
        })
    }

    pub async fn audit_table(&self, admin: Admin, filter: &AuditFilter) -> Result<Vec<AdminEvent>> {
        let db = &self.db().read;
        let query = self.filtered(admin, filter).await?;
        events(db, query.limit(MOST_IN_A_TABLE).all(db).await?).await
    }

    /// The newest first. A name may be that of an account that is gone.
    async fn filtered(&self, _: Admin, filter: &AuditFilter) -> Result<Select<audit_event::Entity>> {
        let mut query = audit_event::Entity::find().order_by_desc(audit_event::Column::Id);
        let name = filter.name.trim().replace('\0', "");
        if !name.is_empty() {
            let gone = audit::hashes_of_name(&self.parts().macs, &name);
            let mut of_name = Condition::any().add(audit_event::Column::NameHash.is_in(gone));
            if let Some(member) = member_called(&self.db().read, &name).await? {
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
            // Ids are made of the moment: they sort as it does.
            query = query.filter(audit_event::Column::Id.lt(before.uuid()));
        }
        Ok(query)
    }
}

/// With the names of whom they are about and of who did it, in one look.
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
