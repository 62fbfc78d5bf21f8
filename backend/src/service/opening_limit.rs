//! How many classes one network may open in an hour.

use super::throttle;
use crate::{Result, Stepwise, crypto::Mac, entity::class};
use domain::{network_of, refusal::Refusal, time::Timestamp};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use std::{net::IpAddr, time::Duration};

const HOUR: Duration = Duration::from_secs(3600);

impl Stepwise {
    /// Whether this network may open another class. Whoever asks for the same network waits until the transaction
    /// ends, so that forms sent at once do not all find room.
    pub(super) async fn room_for_one_more(
        &self,
        tx: &DatabaseTransaction,
        from: Option<Mac>,
        now: Timestamp,
    ) -> Result<()> {
        let Some(from) = from else {
            return Ok(());
        };
        let subject = self.parts().macs.mac("throttle:opening", &[&from]);
        throttle::in_turn(tx, subject, from, now).await?;
        let recent = class::Entity::find()
            .filter(class::Column::OpenedFrom.eq(from.to_vec()))
            .filter(class::Column::CreatedAt.gt(now.before(HOUR).micros()));
        if recent.clone().count(tx).await? < u64::from(self.settings().classes_per_hour) {
            return Ok(());
        }
        let oldest = recent.order_by_asc(class::Column::CreatedAt).one(tx).await?;
        let until = oldest
            .map_or(now, |class| Timestamp::from_micros(class.created_at))
            .after(HOUR);
        Err(Refusal::TooManyClasses { until }.into())
    }

    pub(super) fn opened_from(&self, address: IpAddr) -> Mac {
        let network = network_of(address).to_string();
        self.parts().macs.mac("opened-from", &[network.as_bytes()])
    }
}
