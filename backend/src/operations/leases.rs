//! Leases, with which one replica at a time does a task for all replicas. The replica stores a lease in the database
//! before it begins the task. If it crashes, another replica takes over when the lease expires.

use super::{Operations, housekeeping::DeletedRows};
use crate::{Result, clock::Clock, db::Db, entity::lease, random, shared::Core};
use domain::time::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter,
    prelude::Uuid,
    sea_query::{Expr, OnConflict},
};
use std::{sync::Arc, time::Duration};

const HOUSEKEEPING: &str = "sweep";
/// Duration of the lease for one sweep, which normally takes less time. If a sweep takes longer, another replica can
/// start a second sweep. This does no harm: classes are locked and checked again before they are deleted.
const MOST_WORK: Duration = Duration::from_secs(600);
/// Pause between the end of one sweep and the start of the next, on any replica.
const HOUSEKEEPING_INTERVAL: Duration = Duration::from_secs(3600);

/// Random id of one server process among all processes that share a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replica(Uuid);

impl Replica {
    pub fn new() -> Result<Self> {
        Ok(Self(Uuid::from_bytes(random::bytes()?)))
    }
}

impl Operations {
    /// Sweeps if the last sweep ended an hour ago and no other replica is sweeping. It can be called at any time.
    pub async fn run_housekeeping(&self, replica: Replica) -> Result<Option<DeletedRows>> {
        let until = self.clock.now().after(MOST_WORK);
        if !self.leases.take(HOUSEKEEPING, replica, until).await? {
            return Ok(None);
        }
        let swept = self.sweep().await?;
        let until = self.clock.now().after(HOUSEKEEPING_INTERVAL);
        self.leases.keep(HOUSEKEEPING, replica, until).await?;
        Ok(Some(swept))
    }
}

/// Takes and keeps leases. The name of a task has at most 32 characters.
#[derive(Clone)]
pub(crate) struct Leases {
    db: Db,
    clock: Arc<dyn Clock>,
}

impl Leases {
    pub fn new(core: &Core) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
        }
    }

    /// Takes the lease if it has expired or does not exist yet. Returns false if any replica holds it, even this one.
    pub async fn take(&self, work: &str, replica: Replica, until: Timestamp) -> Result<bool> {
        let taken = lease::Entity::update_many()
            .col_expr(lease::Column::Holder, Expr::value(replica.0))
            .col_expr(lease::Column::Until, Expr::value(until.micros()))
            .filter(lease::Column::Work.eq(work))
            .filter(lease::Column::Until.lte(self.clock.now().micros()))
            .exec(self.db.statement())
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
            .exec_without_returning(self.db.statement())
            .await?;
        // MySQL does not report whether the row was inserted or existed before, so the row is read.
        let mine = Condition::all()
            .add(lease::Column::Holder.eq(replica.0))
            .add(lease::Column::Until.eq(until.micros()));
        let row = lease::Entity::find_by_id(work.to_owned()).filter(mine);
        Ok(row.one(self.db.statement()).await?.is_some())
    }

    /// Extends the lease. Returns false if another replica has taken it in the meantime.
    pub async fn keep(&self, work: &str, replica: Replica, until: Timestamp) -> Result<bool> {
        let kept = lease::Entity::update_many()
            .col_expr(lease::Column::Until, Expr::value(until.micros()))
            .filter(lease::Column::Work.eq(work))
            .filter(lease::Column::Holder.eq(replica.0))
            .exec(self.db.statement())
            .await?;
        Ok(kept.rows_affected == 1)
    }
}
