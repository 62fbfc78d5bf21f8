//! The raised hand of a student, with a hint at once. The teacher takes it down (`classes::seats`).

use super::{
    Students,
    progress::{StudentSeat, change_counted, seat_of},
};
use crate::{
    Result,
    access::{PendingSignIn, SignedIn},
    db::transaction,
    entity::seat,
    exercises::badges::badges_of,
};
use domain::{
    class::ClassState,
    hand::{Hint, MAX_HINTS, Task},
    refusal::Refusal,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, UpdateMany, sea_query::Expr};
use std::sync::Arc;

impl Students {
    /// Raises the hand, or asks for another hint while the hand is up. The hand keeps its place in the order of calls.
    /// `seen` is the number of hints on the page of the student: a form that is sent twice gives one hint.
    pub async fn raise_hand(&self, who: &SignedIn, seen: u8) -> Result<()> {
        let place = seat_of(&self.db.read, &who.identity, who.seat.as_ref()).await?;
        self.raise_hand_at(place, seen).await
    }

    /// Like `raise_hand`, for a student who has entered the password and has no code.
    pub async fn raise_hand_at_sign_in(&self, who: &PendingSignIn, seen: u8) -> Result<()> {
        let place = seat_of(&self.db.read, &who.identity, who.seat.as_ref()).await?;
        self.raise_hand_at(place, seen).await
    }

    async fn raise_hand_at(&self, place: Option<Arc<StudentSeat>>, seen: u8) -> Result<()> {
        let place = place.ok_or(Refusal::NotFound)?;
        let now = self.clock.now();
        if place.class_state(now) == ClassState::Ended {
            return Err(Refusal::ClassEnded.into());
        }
        let hand = place.hand();
        let hints = hand.map_or(0, |hand| hand.hints);
        if hints >= MAX_HINTS || hints != seen {
            return Ok(());
        }
        let badges = badges_of(&self.db.read, &place).await?;
        let failure = place.last_failure.as_deref().and_then(|failure| failure.parse().ok());
        let hint = Hint::next(Task::of(place.stages(), place.lesson(), &badges), failure, hints);
        let raised = hand.map_or(now, |hand| hand.raised);
        // Compared again, because the seat is not locked.
        let update = of_student(&place)
            .col_expr(seat::Column::HandRaisedAt, Expr::value(raised.micros()))
            .col_expr(seat::Column::Hints, Expr::value(i32::from(hints) + 1))
            .col_expr(seat::Column::Hint, Expr::value(hint.to_string()))
            .filter(seat::Column::Hints.eq(i32::from(hints)));
        transaction!(&self.db, |tx| {
            change_counted(tx, place.class(), update.clone()).await.map(drop)
        })
    }

    /// The student needs no help any more.
    pub async fn lower_hand(&self, who: &SignedIn) -> Result<()> {
        let place = seat_of(&self.db.read, &who.identity, who.seat.as_ref()).await?;
        let place = place.ok_or(Refusal::NotFound)?;
        if place.hand().is_none() {
            return Ok(());
        }
        transaction!(&self.db, |tx| {
            let update = hand_down(of_student(&place));
            change_counted(tx, place.class(), update).await.map(drop)
        })
    }
}

/// The seat may have got another student since it was read.
fn of_student(place: &StudentSeat) -> UpdateMany<seat::Entity> {
    seat::Entity::update_many()
        .filter(seat::Column::Number.eq(place.number))
        .filter(seat::Column::AccountId.eq(place.account_id))
}

/// Takes the hand down. The next call begins with the first hint again.
pub(crate) fn hand_down(update: UpdateMany<seat::Entity>) -> UpdateMany<seat::Entity> {
    update
        .col_expr(seat::Column::HandRaisedAt, Expr::value(None::<i64>))
        .col_expr(seat::Column::Hints, Expr::value(0))
        .col_expr(seat::Column::Hint, Expr::value(None::<String>))
}
