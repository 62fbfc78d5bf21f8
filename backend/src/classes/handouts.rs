//! How students get their logins: on cards from the teacher, or by taking a free seat themselves.

use super::{Classes, queries::running};
use crate::{
    Result,
    access::ManagesClass,
    db::transaction,
    entity::{class, seat},
    students::progress,
};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

impl Classes {
    /// The password of one seat, or the passwords of all seats. The board itself contains no passwords: the teacher
    /// requests them explicitly.
    pub async fn seat_passwords(&self, teacher: ManagesClass, number: Option<u16>) -> Result<Vec<(u16, String)>> {
        let numbers = number.map_or(0..=u16::MAX, |number| number..=number);
        let cards = self.cards(teacher, numbers).await?;
        Ok(cards.into_iter().map(|card| (card.number, card.password)).collect())
    }

    /// Marks the logins of all seats as handed out, or removes the marks. Seats that a student has taken or signed in
    /// to stay marked.
    pub async fn hand_out(&self, teacher: ManagesClass, handed_out: bool) -> Result<()> {
        let now = self.clock.now();
        let concerned = if handed_out {
            seat::Column::HandedOutAt.is_null()
        } else {
            seat::Column::HandedOutAt
                .is_not_null()
                .and(seat::Column::TakenBy.is_null())
                .and(seat::Column::SignedInAt.is_null())
        };
        let concerned = concerned.and(seat::Column::RemovedAt.is_null());
        transaction!(&self.db, |tx| {
            running(tx, teacher.class(), now).await?;
            let these = seat::Entity::find()
                .filter(seat::Column::ClassId.eq(teacher.class().uuid()))
                .filter(concerned.clone());
            // If the teacher prints the same cards again, no seat changes, so the boards need no new version.
            if these.count(tx).await? == 0 {
                return Ok(());
            }
            let update = seat::Entity::update_many()
                .col_expr(
                    seat::Column::HandedOutAt,
                    Expr::value(handed_out.then_some(now.micros())),
                )
                .filter(concerned.clone());
            progress::change(tx, teacher.class(), update).await
        })
    }

    /// Sets whether students are allowed to take free seats themselves.
    pub async fn allow_self_join(&self, teacher: ManagesClass, allowed: bool) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            running(tx, teacher.class(), now).await?;
            class::Entity::update_many()
                .col_expr(class::Column::SelfJoin, Expr::value(allowed))
                .filter(class::Column::Id.eq(teacher.class().uuid()))
                .exec(tx)
                .await?;
            Ok(())
        })
    }
}
