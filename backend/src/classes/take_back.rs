//! Frees seats that a browser has taken, but to which no student has signed in.

use super::{Classes, queries::running};
use crate::{
    Error, Result,
    access::ManagesClass,
    crypto::context,
    db::{Transaction, transaction},
    entity::{account, seat},
    limits::throttle,
    members::{
        queries::{account_of, identity_of},
        sessions::epoch::{Event, start_new_epoch},
    },
    random,
    students::progress,
};
use domain::{credentials, ids::AccountId, refusal::Refusal};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

impl Classes {
    /// Frees the seat. The request is refused if no browser has taken the seat, or if its student has already signed
    /// in.
    pub async fn take_back_seat(&self, teacher: ManagesClass, number: u16) -> Result<()> {
        match self.take_back(teacher, Some(number)).await? {
            0 => Err(Refusal::ChangedMeanwhile.into()),
            _ => Ok(()),
        }
    }

    /// Frees all seats that were taken but never signed in to, and returns their number.
    pub async fn take_back_seats(&self, teacher: ManagesClass) -> Result<usize> {
        self.take_back(teacher, None).await
    }

    async fn take_back(&self, teacher: ManagesClass, number: Option<u16>) -> Result<usize> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            // The lock of the class prevents a browser from taking one of the seats at the same time.
            running(tx, teacher.class(), now).await?;
            let mut unused = seat::Entity::find()
                .filter(seat::Column::ClassId.eq(teacher.class().uuid()))
                .filter(seat::Column::RemovedAt.is_null())
                .filter(seat::Column::TakenBy.is_not_null())
                .filter(seat::Column::SignedInAt.is_null());
            if let Some(number) = number {
                unused = unused.filter(seat::Column::Number.eq(i32::from(number)));
            }
            let unused = unused.all(tx).await?;
            if unused.is_empty() {
                return Ok(0);
            }
            for seat in &unused {
                let student = seat.account_id.ok_or(Error::Corrupt("seat"))?;
                self.replace_shown_password(tx, AccountId::from_uuid(student)).await?;
            }
            // A seat loses its identifier when it is taken. If it has one now, the teacher has uploaded a list since
            // then, and the label is a name from this list. Without an identifier, the label can be the nickname of a
            // student who has not come.
            let label = Expr::case(
                Expr::col(seat::Column::ExternalId).is_not_null(),
                Expr::col(seat::Column::Label),
            )
            .finally(Expr::value(None::<String>));
            let update = seat::Entity::update_many()
                .col_expr(seat::Column::HandedOutAt, Expr::value(None::<i64>))
                .col_expr(seat::Column::TakenBy, Expr::value(None::<Vec<u8>>))
                .col_expr(seat::Column::Label, label.into())
                .filter(seat::Column::Number.is_in(unused.iter().map(|seat| seat.number)));
            progress::change(tx, teacher.class(), progress::without_failure(update)).await?;
            Ok(unused.len())
        })
    }

    /// Sets a new password, because the browser has displayed the old one.
    async fn replace_shown_password(&self, tx: &Transaction, student: AccountId) -> Result<()> {
        let password = credentials::student_password(random::bytes()?);
        let sealed = self
            .keys
            .seal(&context::student_password(student), password.as_bytes())?;
        account::Entity::update_many()
            .col_expr(account::Column::SealedPassword, Expr::value(sealed))
            .filter(account::Column::Id.eq(student.uuid()))
            .exec(tx)
            .await?;
        let now = self.clock.now();
        let known = identity_of(&account_of(tx, student).await?, now)?;
        let epoch = start_new_epoch(tx, &known, Event::ByAdministrator, now).await?;
        epoch.ok_or(Refusal::ChangedMeanwhile)?;
        throttle::forgive(tx, throttle::Subject::password(&self.macs, student, None)).await
    }
}
