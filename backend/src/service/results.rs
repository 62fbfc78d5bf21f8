//! What came of a lesson. Stays readable when the class is over.

use super::{board::seat_number, progress};
use crate::{
    Result, Stepwise,
    access::ManagesClass,
    entity::{account, seat},
};
use domain::view::{ResultsView, SeatResult};
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
}
