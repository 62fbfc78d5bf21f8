//! Queries for many classes at once.

use crate::{
    Result,
    classes::board::{SeatRow, seats_with_logins},
    entity::{class, seat},
    exercises::badges::Badges,
};
use domain::ids::ClassId;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, prelude::Uuid, sea_query::ExprTrait,
};
use std::collections::HashMap;

/// Classes in one query. PostgreSQL accepts 65,535 bound values, SQLite 32,766.
const CLASSES_PER_QUERY: usize = 20_000;
/// Classes whose seats are read by one query. Each adds an `OR`, and SQLite limits the depth of an expression to 1,000.
const CHANGED_CLASSES_PER_QUERY: usize = 250;

pub async fn classes(db: &impl ConnectionTrait, ids: &[ClassId]) -> Result<HashMap<ClassId, class::Model>> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(CLASSES_PER_QUERY) {
        let rows = class::Entity::find()
            .filter(class::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|row| (ClassId::from_uuid(row.id), row)));
    }
    Ok(found)
}

/// A class whose boards know all versions up to this one.
pub struct Since {
    pub class: ClassId,
    pub version: i64,
    /// The class has exercises, or had some.
    pub has_exercises: bool,
}

/// The seats of these classes that have changed since the given versions, in the order of their numbers.
pub async fn changed_seats(db: &impl ConnectionTrait, since: &[Since]) -> Result<HashMap<Uuid, Vec<SeatRow>>> {
    let mut found: HashMap<Uuid, Vec<SeatRow>> = HashMap::new();
    for classes in since.chunks(CHANGED_CLASSES_PER_QUERY) {
        let rows = seats_with_logins(changed_in(classes)).order_by_asc(seat::Column::Number);
        let rows = rows.into_model::<SeatRow>().all(db).await?;
        let mut badges = match classes.iter().any(|class| class.has_exercises) && !rows.is_empty() {
            true => Badges::of_seats(db, changed_in(classes.iter().filter(|class| class.has_exercises))).await?,
            false => Badges::default(),
        };
        for mut row in rows {
            row.badges = badges.take(&row.seat);
            found.entry(row.seat.class_id).or_default().push(row);
        }
    }
    Ok(found)
}

fn changed_in<'a>(classes: impl IntoIterator<Item = &'a Since>) -> Condition {
    classes.into_iter().fold(Condition::any(), |any, since| {
        let of_class = seat::Column::ClassId.eq(since.class.uuid());
        any.add(of_class.and(seat::Column::Version.gt(since.version)))
    })
}
