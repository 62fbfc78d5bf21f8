//! What came of a lesson. Stays readable when the class is over.

use super::{board::seat_number, progress};
use crate::{
    Result, Stepwise,
    access::{ManagesClass, Member},
    entity::{account, class_result, seat},
};
use domain::{
    time::Timestamp,
    view::{KeptResult, ResultsView, SeatResult},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

impl Stepwise {
    pub async fn results(&self, teacher: ManagesClass) -> Result<ResultsView> {
        let class = self.class_of(teacher.into()).await?;
        let rows = seat::Entity::find()
            .filter(seat::Column::ClassId.eq(class.id))
            .filter(seat::Column::RemovedAt.is_null())
            .order_by_asc(seat::Column::Number)
            .find_also_related(account::Entity)
            .all(&self.db().read)
            .await?;
        let seats = rows.into_iter().map(|(seat, account)| {
            Ok(SeatResult {
                number: seat_number(&seat)?,
                login: account.map(|account| account.username).unwrap_or_default(),
                stages: progress::stages_of(&seat),
                failures: u32::try_from(seat.failures).unwrap_or(0),
                resets: u16::try_from(seat.resets).unwrap_or(u16::MAX),
                label: seat.label,
            })
        });
        Ok(ResultsView {
            id: teacher.class(),
            title: class.title,
            seats: seats.collect::<Result<_>>()?,
        })
    }
    /// What stays of the classes of a member that are gone.
    pub(super) async fn kept_results(&self, who: &Member) -> Result<Vec<KeptResult>> {
        let rows = class_result::Entity::find()
            .filter(class_result::Column::OwnerId.eq(who.account().uuid()))
            .order_by_asc(class_result::Column::OpenedAt)
            .order_by_asc(class_result::Column::Number)
            .all(&self.db().read)
            .await?;
        let seconds = |after: i64| after / 1_000_000;
        let kept = rows.into_iter().map(|row| KeptResult {
            stages_after_seconds: [
                row.signed_in_after,
                row.setup_opened_after,
                row.connected_after,
                row.signed_in_2fa_after,
            ]
            .map(|after| after.map(seconds)),
            title: row.title,
            opened: Timestamp::from_micros(row.opened_at),
            ended: Timestamp::from_micros(row.ended_at),
            number: row.number,
            failures: row.failures,
            resets: row.resets,
        });
        Ok(kept.collect())
    }
}
