//! Work that one replica at a time does for all of them. Whoever begins holds a lease in the database; whoever dies
//! in the middle of it is replaced when the lease is over.

use super::housekeeping::Swept;
use crate::{Result, Stepwise, entity::lease, random};
use domain::time::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter,
    prelude::Uuid,
    sea_query::{Expr, OnConflict},
};
use std::time::Duration;

const SWEEPING: &str = "sweep";
/// Longer than a sweep lasts. What is swept is looked at again under a lock, so that one that lasts longer harms nobody.
const MOST_WORK: Duration = Duration::from_secs(600);
/// From the end of one sweep to the next, on whichever replica.
const BETWEEN_SWEEPS: Duration = Duration::from_secs(3600);

/// One process among those that share a database, by the name it gives itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replica(Uuid);

impl Replica {
    pub fn new() -> Result<Self> {
        Ok(Self(Uuid::from_bytes(random::bytes()?)))
    }
}

impl Stepwise {
    /// Sweeps if it is time and nobody else does. Asked often, it sweeps once an hour.
    pub async fn sweep_in_turn(&self, replica: Replica) -> Result<Option<Swept>> {
        if !self.take_lease(SWEEPING, replica, self.now().after(MOST_WORK)).await? {
            return Ok(None);
        }
        let swept = self.sweep().await?;
        self.keep_lease(SWEEPING, replica, self.now().after(BETWEEN_SWEEPS))
            .await?;
        Ok(Some(swept))
    }

    /// One statement decides: the lease is over, or nobody ever had it. Who has it does not get it twice.
    async fn take_lease(&self, work: &str, replica: Replica, until: Timestamp) -> Result<bool> {
        let taken = lease::Entity::update_many()
            .col_expr(lease::Column::Holder, Expr::value(replica.0))
            .col_expr(lease::Column::Until, Expr::value(until.micros()))
            .filter(lease::Column::Work.eq(work))
            .filter(lease::Column::Until.lte(self.now().micros()))
            .exec(self.db().statement())
            .await?;
        if taken.rows_affected == 1 {
            return Ok(true);
        }
        let first = lease::ActiveModel {
            work: Set(work.to_owned()),
            holder: Set(replica.0),
            until: Set(until.micros()),
        };
        let keep = OnConflict::column(lease::Column::Work)
            .do_nothing_on([lease::Column::Work])
            .to_owned();
        lease::Entity::insert(first)
            .on_conflict(keep)
            .exec_without_returning(self.db().statement())
            .await?;
        // MySQL does not tell a new row from one that stood there.
        let mine = Condition::all()
            .add(lease::Column::Holder.eq(replica.0))
            .add(lease::Column::Until.eq(until.micros()));
        let row = lease::Entity::find_by_id(work.to_owned()).filter(mine);
        Ok(row.one(self.db().statement()).await?.is_some())
    }

    /// Unless somebody else has it meanwhile.
    async fn keep_lease(&self, work: &str, replica: Replica, until: Timestamp) -> Result<()> {
        lease::Entity::update_many()
            .col_expr(lease::Column::Until, Expr::value(until.micros()))
            .filter(lease::Column::Work.eq(work))
            .filter(lease::Column::Holder.eq(replica.0))
            .exec(self.db().statement())
            .await?;
        Ok(())
    }
}
