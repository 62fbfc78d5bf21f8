//! Searches classes for administrators. The result contains no logins, passwords or links.

use super::{
    Administration,
    overview::{PAGE_SIZE, contains, contains_ignoring_case, names, page},
};
use crate::{Result, access::Admin, classes::queries::state_of, entity::class};
use domain::{
    ids::ClassId,
    join_code::JoinCode,
    time::Timestamp,
    view::{AdminClass, Page},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

impl Administration {
    /// Finds classes by a part of the title or by the whole join code, the newest first.
    pub async fn find_classes(&self, _: Admin, typed: &str, before: Option<ClassId>) -> Result<Page<AdminClass>> {
        let now = self.clock.now();
        let db = &self.db.read;
        let mut query = class::Entity::find().order_by_desc(class::Column::Id);
        let typed = typed.trim();
        if !typed.is_empty() {
            let mut found = Condition::any()
                .add(contains(class::Column::Title, typed))
                .add(contains_ignoring_case(class::Column::Title, typed));
            if let Some(code) = JoinCode::parse(typed) {
                found = found.add(class::Column::JoinCode.eq(code.as_str()));
            }
            query = query.filter(found);
        }
        if let Some(before) = before {
            query = query.filter(class::Column::Id.lt(before.uuid()));
        }
        let rows = query.limit(PAGE_SIZE + 1).all(db).await?;
        let owners = names(db, rows.iter().filter_map(|row| row.owner_id)).await?;
        let counts = self.classes.seats_of(rows.iter().map(|row| row.id).collect()).await?;
        page(
            rows,
            |row| row.id.to_string(),
            |row| {
                let (seats, finished) = counts.get(&row.id).copied().unwrap_or_default();
                Ok(AdminClass {
                    id: ClassId::from_uuid(row.id),
                    state: state_of(&row, now),
                    owner: row.owner_id.and_then(|id| owners.get(&id).cloned()),
                    opened: Timestamp::from_micros(row.created_at),
                    expires: Timestamp::from_micros(row.expires_at),
                    title: row.title,
                    seats,
                    finished,
                })
            },
        )
    }
}
