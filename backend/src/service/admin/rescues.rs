//! Lists requests for help for administrators.

use super::{ON_A_PAGE, named, names, page};
use crate::{
    Error, Result, Stepwise,
    access::Admin,
    entity::{account, rescue},
};
use domain::{
    ids::RescueId,
    rescue::RescueState,
    time::Timestamp,
    view::{Page, RescueRow},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};
use std::collections::HashSet;

impl Stepwise {
    /// Requests for help, the newest first.
    pub async fn rescues(&self, _: Admin, open: bool, before: Option<RescueId>) -> Result<Page<RescueRow>> {
        let db = &self.db().read;
        let mut query = rescue::Entity::find().order_by_desc(rescue::Column::Id);
        if open {
            query = query.filter(rescue::Column::OpenFor.is_not_null());
        }
        if let Some(before) = before {
            query = query.filter(rescue::Column::Id.lt(before.uuid()));
        }
        let rows = query.limit(ON_A_PAGE + 1).all(db).await?;
        let ids = rows.iter().flat_map(|row| [Some(row.account_id), row.decided_by]);
        let ids: Vec<Uuid> = ids.flatten().collect();
        let told = self.with_address(ids.clone()).await?;
        let names = names(db, ids).await?;
        page(
            rows,
            |row| row.id.to_string(),
            |row| {
                Ok(RescueRow {
                    id: RescueId::from_uuid(row.id),
                    account: named(&names, row.account_id),
                    is_notified: told.contains(&row.account_id),
                    state: RescueState::from_code(&row.state).ok_or(Error::Corrupt("rescue state"))?,
                    asked: Timestamp::from_micros(row.asked_at),
                    decided: row.decided_at.map(Timestamp::from_micros),
                    by: row.decided_by.and_then(|id| names.get(&id).cloned()),
                })
            },
        )
    }

    /// The accounts among these that have a confirmed address.
    async fn with_address(&self, accounts: Vec<Uuid>) -> Result<HashSet<Uuid>> {
        let found: Vec<Uuid> = account::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .filter(account::Column::Id.is_in(accounts))
            .filter(account::Column::Email.is_not_null())
            .into_tuple()
            .all(&self.db().read)
            .await?;
        Ok(found.into_iter().collect())
    }
}
