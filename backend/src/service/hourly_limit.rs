//! How many classes one network may make in an hour.

use super::throttle;
use crate::{Result, Stepwise, crypto::Mac, db::Tx};
use domain::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

/// Rows that remember where they were made, and when.
pub(super) struct Made<E: EntityTrait> {
    pub from: E::Column,
    pub at: E::Column,
}

impl Stepwise {
    /// When there is room again, if so many were made within the last hour. Whoever asks for the same network waits
    /// until the transaction ends, so that forms sent at once do not all find room.
    pub(super) async fn full_until<E>(
        &self,
        tx: &Tx,
        made: Made<E>,
        from: Mac,
        most: u32,
        now: Timestamp,
    ) -> Result<Option<Timestamp>>
    where
        E: EntityTrait<Model: Send + Sync>,
    {
        let turn = self.parts().macs.mac("throttle:hour", &[&from]);
        throttle::in_turn(tx, turn, from, now).await?;
        let recent = E::find()
            .filter(made.from.eq(from.to_vec()))
            .filter(made.at.gt(now.before(HOUR).micros()));
        if recent.clone().count(tx).await? < u64::from(most) {
            return Ok(None);
        }
        let oldest = recent.select_only().column(made.at).order_by_asc(made.at);
        let oldest: Option<i64> = oldest.into_tuple().one(tx).await?;
        Ok(Some(oldest.map_or(now, Timestamp::from_micros).after(HOUR)))
    }
}
