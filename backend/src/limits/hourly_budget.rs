//! Hourly budgets for expensive actions. An action is counted before it runs, even if it is refused afterwards.

use super::Limits;
use crate::{Result, crypto::Mac, db::transaction, entity::throttle};
use domain::{NETWORKS_PER_SITE, time::Timestamp};
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, EntityTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use std::{net::IpAddr, time::Duration};

const HOUR: u64 = 3600;

impl Limits {
    /// Takes one action out of the budgets of a network, and of its IPv6 site, for the current clock hour. If a budget
    /// is used up, the refusal contains the time of the next hour. Parallel requests are counted one after the other.
    pub(crate) async fn take_from_hourly_budget(
        &self,
        purpose: &str,
        from: Option<IpAddr>,
        most: u32,
    ) -> Result<Result<(), Timestamp>> {
        let Some(from) = from else { return Ok(Ok(())) };
        let now = self.clock.now();
        let macs = &self.macs;
        let of_this_hour = |place: Mac| macs.mac(purpose, &[&place, &(now.seconds() / HOUR).to_be_bytes()]);
        let network = (of_this_hour(macs.network("budget:network", from)), most);
        let site = macs.site("budget:site", from);
        let site = site.map(|site| (of_this_hour(site), most.saturating_mul(NETWORKS_PER_SITE)));
        let budgets: Vec<(Mac, u32)> = [Some(network), site].into_iter().flatten().collect();
        if self.has_room(&budgets).await? {
            let taken = transaction!(&self.db, |tx| {
                let mut has_room = true;
                for (subject, most) in &budgets {
                    // This statement locks the row until the transaction ends.
                    add_one(tx, &[*subject], now).await?;
                    has_room &= counted(tx, *subject).await? <= *most;
                }
                Ok(has_room)
            })?;
            if taken {
                return Ok(Ok(()));
            }
        }
        Ok(Err(now.after(Duration::from_secs(HOUR - now.seconds() % HOUR))))
    }

    /// This check only reads, so that a request over the limit writes nothing.
    async fn has_room(&self, budgets: &[(Mac, u32)]) -> Result<bool> {
        for (subject, most) in budgets {
            if counted(&self.db.read, *subject).await? >= *most {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Adds one to each of the counters in one statement, whether their rows exist or not. Other transactions that do the
/// same wait until this transaction ends.
pub(crate) async fn add_one(db: &impl ConnectionTrait, subjects: &[Mac], now: Timestamp) -> Result<()> {
    let rows = subjects.iter().map(|subject| throttle::ActiveModel {
        subject: Set(subject.to_vec()),
        // The row belongs to no account, so no teacher can reset it; housekeeping removes it after a day.
        about: Set(vec![0; subject.len()]),
        failures: Set(1),
        locked_until: Set(None),
        updated_at: Set(now.micros()),
    });
    let one_more = Expr::col((throttle::Entity, throttle::Column::Failures)).add(1);
    throttle::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::column(throttle::Column::Subject)
                .value(throttle::Column::Failures, one_more)
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

pub(crate) async fn counted(db: &impl ConnectionTrait, subject: Mac) -> Result<u32> {
    let row = throttle::Entity::find_by_id(subject.to_vec()).one(db).await?;
    Ok(row.as_ref().map_or(0, failures_of))
}

pub(crate) fn failures_of(row: &throttle::Model) -> u32 {
    u32::try_from(row.failures).unwrap_or(u32::MAX)
}
