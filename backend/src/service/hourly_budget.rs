//! Budgets of an hour for what costs something: counted before it is done, also when it is refused afterwards.

use crate::{Result, Stepwise, crypto::Mac, db::transaction, entity::throttle};
use domain::time::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, EntityTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use std::{net::IpAddr, time::Duration};

const HOUR: u64 = 3600;

impl Stepwise {
    /// Takes one out of a network's budget for this hour of the clock. With nothing left, the answer is when there is
    /// something again. Requests at the same moment are counted one after the other.
    pub(super) async fn take_from_budget(
        &self,
        purpose: &str,
        from: Option<IpAddr>,
        most: u32,
    ) -> Result<Result<(), Timestamp>> {
        let Some(from) = from else { return Ok(Ok(())) };
        let now = self.now();
        let macs = &self.parts().macs;
        let network = macs.network("budget:network", from);
        let subject = macs.mac(purpose, &[&network, &(now.seconds() / HOUR).to_be_bytes()]);
        // A budget that is used up is only read: refusals write nothing.
        if counted(&self.db().read, subject).await? < most {
            let taken = transaction!(self.db(), |tx| {
                // The row is locked by this until the transaction ends.
                add_one(tx, subject, now).await?;
                counted(tx, subject).await
            })?;
            if taken <= most {
                return Ok(Ok(()));
            }
        }
        Ok(Err(now.after(Duration::from_secs(HOUR - now.seconds() % HOUR))))
    }
}

/// One statement, whether the row was there or not; other transactions that do the same wait until this one ends.
pub(super) async fn add_one(db: &impl ConnectionTrait, subject: Mac, now: Timestamp) -> Result<()> {
    let row = throttle::ActiveModel {
        subject: Set(subject.to_vec()),
        // About no account: no teacher resets it, and housekeeping removes it after a day.
        about: Set(vec![0; subject.len()]),
        failures: Set(1),
        locked_until: Set(None),
        updated_at: Set(now.micros()),
    };
    let one_more = Expr::col((throttle::Entity, throttle::Column::Failures)).add(1);
    throttle::Entity::insert(row)
        .on_conflict(
            OnConflict::column(throttle::Column::Subject)
                .value(throttle::Column::Failures, one_more)
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

async fn counted(db: &impl ConnectionTrait, subject: Mac) -> Result<u32> {
    let row = throttle::Entity::find_by_id(subject.to_vec()).one(db).await?;
    Ok(row.map_or(0, |row| u32::try_from(row.failures).unwrap_or(u32::MAX)))
}
