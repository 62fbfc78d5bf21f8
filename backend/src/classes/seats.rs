//! Actions of a teacher on one seat: unlock it, reset the second factor, set a new password, change the label, free the
//! seat for another student, or remove it.

use super::{Classes, queries::running};
use crate::{
    Error, Result,
    access::ManagesClass,
    api::token_families::end_all_families,
    crypto::context,
    db::{Transaction, Writes, transaction},
    entity::{account, seat},
    exercises::progress as exercises,
    limits::throttle,
    members::{
        queries::identity_of,
        rescue::factor_reset::remove_student_factors,
        sessions::{
            browser_sessions,
            epoch::{Event, start_new_epoch},
        },
    },
    random,
    students::{hand::hand_down, progress},
};
use domain::{credentials, ids::AccountId, refusal::Refusal, time::Timestamp, validate};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, UpdateMany,
    sea_query::{Expr, ExprTrait},
};

/// A seat that is not removed, with its student.
struct Occupied {
    seat: seat::Model,
    account: account::Model,
}

impl Occupied {
    const fn student(&self) -> AccountId {
        AccountId::from_uuid(self.account.id)
    }

    /// Changes this seat and increases the version of its class.
    async fn change(&self, tx: &Transaction, update: UpdateMany<seat::Entity>) -> Result<()> {
        let class = domain::ids::ClassId::from_uuid(self.seat.class_id);
        progress::change_seat(tx, class, self.seat.number, update, Writes::default()).await
    }
}

impl Classes {
    /// Sets the label of the seat, and returns the label that it had before.
    pub async fn label_seat(&self, teacher: ManagesClass, number: u16, typed: &str) -> Result<Option<String>> {
        let label = validate::label(typed)?;
        transaction!(&self.db, |tx| {
            let place = self.occupied(tx, teacher, number).await?;
            let update = seat::Entity::update_many().col_expr(seat::Column::Label, Expr::value(label.clone()));
            place.change(tx, update).await?;
            Ok(place.seat.label)
        })
    }

    /// The teacher has helped the student.
    pub async fn lower_hand(&self, teacher: ManagesClass, number: u16) -> Result<()> {
        transaction!(&self.db, |tx| {
            let place = self.occupied(tx, teacher, number).await?;
            if place.seat.hand_raised_at.is_none() {
                return Ok(());
            }
            place.change(tx, hand_down(seat::Entity::update_many())).await
        })
    }

    /// Resets the counters of wrong passwords and wrong codes, so that the seat is unlocked.
    pub async fn unlock_seat(&self, teacher: ManagesClass, number: u16) -> Result<()> {
        transaction!(&self.db, |tx| {
            let place = self.occupied(tx, teacher, number).await?;
            self.forgive(tx, &place).await?;
            place
                .change(tx, progress::without_failure(seat::Entity::update_many()))
                .await
        })
    }

    /// Removes the second factors of a student who has lost the phone. The student reaches stages 2 to 4 again, and
    /// does the exercises about the factors again; the login, stage 1 and the other exercises stay.
    pub async fn reset_factor(&self, teacher: ManagesClass, number: u16) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            let place = self.occupied(tx, teacher, number).await?;
            remove_student_factors(tx, place.student()).await?;
            exercises::forget(tx, &place.seat, true).await?;
            // The failure of the seat is cleared below, so no lock may stay behind it.
            self.forgive(tx, &place).await?;
            end_sessions(tx, &place.account, now).await?;
            let update = seat::Entity::update_many()
                .col_expr(seat::Column::SetupOpenedAt, Expr::value(None::<i64>))
                .col_expr(seat::Column::ConnectedAt, Expr::value(None::<i64>))
                .col_expr(seat::Column::SignedIn2faAt, Expr::value(None::<i64>))
                .col_expr(seat::Column::PhoneHash, Expr::value(None::<Vec<u8>>))
                .col_expr(seat::Column::Resets, Expr::col(seat::Column::Resets).add(1))
                .col_expr(seat::Column::ResetAt, Expr::value(now.micros()));
            place.change(tx, progress::without_failure(update)).await
        })
    }

    /// Sets a new password and returns it. The sessions that used the old password end; the reached stages stay.
    pub async fn new_seat_password(&self, teacher: ManagesClass, number: u16) -> Result<String> {
        let now = self.clock.now();
        let password = credentials::student_password(random::bytes()?);
        transaction!(&self.db, |tx| {
            let place = self.occupied(tx, teacher, number).await?;
            let context = context::student_password(place.student());
            account::Entity::update_many()
                .col_expr(
                    account::Column::SealedPassword,
                    Expr::value(self.keys.seal(&context, password.as_bytes())?),
                )
                .filter(account::Column::Id.eq(place.account.id))
                .exec(tx)
                .await?;
            end_sessions(tx, &place.account, now).await?;
            throttle::forgive(tx, self.password_subject(&place)).await?;
            // The student with the new password now owns the seat, so the browser that took the seat loses it.
            let update = seat::Entity::update_many()
                .col_expr(seat::Column::HandedOutAt, Expr::value(now.micros()))
                .col_expr(seat::Column::TakenBy, Expr::value(None::<Vec<u8>>));
            place.change(tx, progress::without_failure(update)).await
        })?;
        Ok(password)
    }

    /// Replaces the account of the seat by a new one for another student. No data of the previous student stays.
    pub async fn free_seat(&self, teacher: ManagesClass, number: u16) -> Result<()> {
        let now = self.clock.now();
        let students = self.students.new_students(1, None, 4, now).await?;
        transaction!(&self.db, |tx| {
            let place = self.occupied(tx, teacher, number).await?;
            self.remove_student(tx, &place).await?;
            let student = students.first().ok_or(Error::Corrupt("no student"))?;
            account::Entity::insert(student.row(now))
                .exec_without_returning(tx)
                .await?;
            let update = seat::Entity::update_many()
                .col_expr(seat::Column::AccountId, Expr::value(student.id.uuid()))
                .col_expr(seat::Column::Label, Expr::value(None::<String>))
                .col_expr(seat::Column::ExternalId, Expr::value(None::<String>));
            place.change(tx, cleared_seat(update)).await
        })
    }

    /// Deletes the student. The row of the seat stays, marked as removed, so that every board gets the change.
    pub async fn remove_seat(&self, teacher: ManagesClass, number: u16) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            let place = self.occupied(tx, teacher, number).await?;
            self.remove_student(tx, &place).await?;
            let update = seat::Entity::update_many()
                .col_expr(seat::Column::AccountId, Expr::value(None::<sea_orm::prelude::Uuid>))
                .col_expr(seat::Column::Label, Expr::value(None::<String>))
                .col_expr(seat::Column::ExternalId, Expr::value(None::<String>))
                .col_expr(seat::Column::RemovedAt, Expr::value(now.micros()));
            place.change(tx, cleared_seat(update)).await
        })
    }

    /// Loads the seat. The request is refused if the seat is not in this teacher's class, or if the class has ended. The
    /// class stays locked: of two requests that replace the student at once, the second must see the new student.
    async fn occupied(&self, tx: &Transaction, teacher: ManagesClass, number: u16) -> Result<Occupied> {
        running(tx, teacher.class(), self.clock.now()).await?;
        let found = seat::Entity::find_by_id((teacher.class().uuid(), i32::from(number)))
            .filter(seat::Column::RemovedAt.is_null())
            .find_also_related(account::Entity)
            .one(tx)
            .await?;
        match found {
            Some((seat, Some(account))) => Ok(Occupied { seat, account }),
            _ => Err(Refusal::NotFound.into()),
        }
    }

    fn password_subject(&self, place: &Occupied) -> throttle::Subject {
        throttle::Subject::password(&self.macs, place.student(), None)
    }

    async fn forgive(&self, tx: &Transaction, place: &Occupied) -> Result<()> {
        throttle::forgive(tx, self.password_subject(place)).await?;
        throttle::forgive(tx, throttle::Subject::code(&self.macs, place.student())).await
    }

    async fn remove_student(&self, tx: &Transaction, place: &Occupied) -> Result<()> {
        self.forgive(tx, place).await?;
        remove_student_factors(tx, place.student()).await?;
        exercises::forget(tx, &place.seat, false).await?;
        browser_sessions::remove(tx, &[place.account.id]).await?;
        end_all_families(tx, place.student()).await?;
        account::Entity::delete_by_id(place.account.id).exec(tx).await?;
        Ok(())
    }
}

/// Invalidates the sessions and tokens of the student's current epoch.
async fn end_sessions(tx: &Transaction, student: &account::Model, now: Timestamp) -> Result<()> {
    let epoch = start_new_epoch(tx, &identity_of(student, now)?, Event::ByAdministrator, now).await?;
    epoch.ok_or(Refusal::ChangedMeanwhile)?;
    Ok(())
}

fn cleared_seat(update: UpdateMany<seat::Entity>) -> UpdateMany<seat::Entity> {
    hand_down(progress::without_failure(update))
        .col_expr(seat::Column::SignedInAt, Expr::value(None::<i64>))
        .col_expr(seat::Column::SetupOpenedAt, Expr::value(None::<i64>))
        .col_expr(seat::Column::ConnectedAt, Expr::value(None::<i64>))
        .col_expr(seat::Column::SignedIn2faAt, Expr::value(None::<i64>))
        .col_expr(seat::Column::PhoneHash, Expr::value(None::<Vec<u8>>))
        .col_expr(seat::Column::Resets, Expr::value(0))
        .col_expr(seat::Column::ResetAt, Expr::value(None::<i64>))
        .col_expr(seat::Column::Failures, Expr::value(0))
        .col_expr(seat::Column::QuestionsAnswered, Expr::value(0))
        .col_expr(seat::Column::HandedOutAt, Expr::value(None::<i64>))
        .col_expr(seat::Column::TakenBy, Expr::value(None::<Vec<u8>>))
}
