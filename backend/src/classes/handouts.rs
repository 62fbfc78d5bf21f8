//! How students get their logins: on cards from the teacher, or by taking a free seat themselves.

use super::{Classes, queries::running};
use crate::{Result, access::ManagesClass, db::transaction, entity::seat, students::progress};
use domain::time::Timestamp;
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

/// The seats that were marked as handed out, to tell the teacher and to undo it.
pub struct HandedOut {
    pub seats: u64,
    /// The time that these seats, and no others, got as the time at which they were handed out.
    pub at: Timestamp,
}

impl Classes {
    /// The password of one seat, or the passwords of all seats. The board itself contains no passwords: the teacher
    /// requests them explicitly.
    pub async fn seat_passwords(&self, teacher: ManagesClass, number: Option<u16>) -> Result<Vec<(u16, String)>> {
        let numbers = number.map_or(0..=u16::MAX, |number| number..=number);
        let cards = self.cards(teacher, numbers).await?;
        Ok(cards.into_iter().map(|card| (card.number, card.password)).collect())
    }

    /// Marks the logins of all seats as handed out. Seats that are marked already keep their time.
    pub async fn hand_out(&self, teacher: ManagesClass) -> Result<HandedOut> {
        let at = self.clock.now();
        let unmarked = seat::Column::HandedOutAt.is_null();
        let seats = self.mark(teacher, unmarked, Some(at)).await?;
        Ok(HandedOut { seats, at })
    }

    /// Removes the marks of all seats, or only the marks that `hand_out` has set at the time `since`. Seats that a
    /// student has taken or signed in to stay marked. Returns the number of seats that became free.
    pub async fn take_back_cards(&self, teacher: ManagesClass, since: Option<Timestamp>) -> Result<u64> {
        let marked = match since {
            Some(at) => seat::Column::HandedOutAt.eq(at.micros()),
            None => seat::Column::HandedOutAt.is_not_null(),
        };
        let unused = marked
            .and(seat::Column::TakenBy.is_null())
            .and(seat::Column::SignedInAt.is_null());
        self.mark(teacher, unused, None).await
    }

    async fn mark(&self, teacher: ManagesClass, concerned: Expr, at: Option<Timestamp>) -> Result<u64> {
        let now = self.clock.now();
        let concerned = concerned.and(seat::Column::RemovedAt.is_null());
        transaction!(&self.db, |tx| {
            running(tx, teacher.class(), now).await?;
            let these = seat::Entity::find()
                .filter(seat::Column::ClassId.eq(teacher.class().uuid()))
                .filter(concerned.clone());
            // If the same cards are handed out again, no seat changes, so the boards need no new version.
            let seats = these.count(tx).await?;
            if seats > 0 {
                let update = seat::Entity::update_many()
                    .col_expr(seat::Column::HandedOutAt, Expr::value(at.map(Timestamp::micros)))
                    .filter(concerned.clone());
                progress::change(tx, teacher.class(), update).await?;
            }
            Ok(seats)
        })
    }
}
