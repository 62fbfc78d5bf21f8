//! A member's home: her classes, open and past.

use super::account_rows::{account_of, recovery_codes_left};
use crate::{
    Result, Stepwise,
    access::Member,
    entity::{class, seat},
};
use domain::{
    class::ClassState,
    ids::ClassId,
    time::Timestamp,
    view::{ClassRow, ClassesView},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait},
};
use std::collections::HashMap;

/// Classes on one page; the newest come first.
const MOST: u64 = 200;

impl Stepwise {
    pub async fn classes(&self, who: &Member) -> Result<ClassesView> {
        let now = self.now();
        let db = &self.db().read;
        let account = account_of(db, who.account()).await?;
        let rows = class::Entity::find()
            .filter(class::Column::OwnerId.eq(who.account().uuid()))
            .order_by_desc(class::Column::CreatedAt)
            .limit(MOST)
            .all(db)
            .await?;
        let counts = self.seats_of(rows.iter().map(|row| row.id).collect()).await?;
        let all = rows.into_iter().map(|row| {
            let (seats, finished) = counts.get(&row.id).copied().unwrap_or_default();
            ClassRow {
                id: ClassId::from_uuid(row.id),
                title: row.title,
                state: ClassState::at(now, Timestamp::from_micros(row.expires_at), row.paused),
                opened: Timestamp::from_micros(row.created_at),
                seats,
                finished,
            }
        });
        let (past, open) = all.partition(|row| row.state == ClassState::Ended);
        Ok(ClassesView {
            username: account.username,
            recovery_codes_left: recovery_codes_left(db, who.account()).await?,
            unconfirmed_email: account.unconfirmed_email,
            open,
            past,
        })
    }

    /// How many seats each class has, and how many of them have done all four steps: one query for all.
    async fn seats_of(&self, classes: Vec<Uuid>) -> Result<HashMap<Uuid, (u32, u32)>> {
        let counted: Vec<(Uuid, i64, i64)> = seat::Entity::find()
            .select_only()
            .column(seat::Column::ClassId)
            .expr(Expr::col(seat::Column::Number).count())
            .expr(Expr::col(seat::Column::SignedIn2faAt).count())
            .filter(seat::Column::ClassId.is_in(classes))
            .filter(seat::Column::RemovedAt.is_null())
            .group_by(seat::Column::ClassId)
            .into_tuple()
            .all(&self.db().read)
            .await?;
        let whole = |count: i64| u32::try_from(count).unwrap_or(0);
        Ok(counted
            .into_iter()
            .map(|(class, seats, finished)| (class, (whole(seats), whole(finished))))
            .collect())
    }
}
