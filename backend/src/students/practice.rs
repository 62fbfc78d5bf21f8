//! The exercise with codes by mail and SMS: a browser becomes the practice phone of a student and shows the messages to
//! the student.
//!
//! No message leaves the server. The practice phone is identified by its own cookie and not by the sign-in, so that a
//! code cannot be read with the password alone.

use super::{
    Students,
    progress::{self, StudentSeat},
};
use crate::{
    Error, Result,
    access::{ManagesClass, SignedIn},
    classes::queries::running,
    crypto::{context, digest},
    db::{Transaction, transaction},
    entity::{account, class, message_code, seat},
    factors::account_factors::AccountFactors,
    random,
};
use domain::{
    class::ClassState,
    factor::FactorKind,
    ids::{AccountId, SentCodeId},
    refusal::Refusal,
    sent_code::{CODE_LIFETIME, practice_target},
    stage::Stage,
    time::Timestamp,
    view::{MessagesExercise, PracticeMessage, PracticeView},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

impl Students {
    /// Switches the exercise on or off for the whole class.
    pub async fn set_message_exercise(&self, teacher: ManagesClass, on: bool) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            if running(tx, teacher.class(), now).await?.messages == on {
                return Ok(());
            }
            let update = class::Entity::update_many().col_expr(class::Column::Messages, Expr::value(on));
            progress::change_class(tx, teacher.class(), update).await
        })
    }

    /// Makes this browser the practice phone of the student, and replaces the previous practice phone. Returns the
    /// token for its cookie.
    pub async fn take_practice_phone(&self, who: &SignedIn) -> Result<String> {
        let now = self.clock.now();
        let token = random::token()?;
        transaction!(&self.db, |tx| {
            let place = progress::seat_of_student(tx, who.account())
                .await?
                .ok_or(Refusal::NotFound)?;
            if !self.factors.offered_to(who.kind(), Some(&place)).messages() {
                return Err(Refusal::NotFound.into());
            }
            place.class_state(now).allows(Stage::SignedIn2fa)?;
            let update = seat::Entity::update_many()
                .col_expr(seat::Column::PhoneHash, Expr::value(digest(token.as_bytes()).to_vec()));
            place.change(tx, update).await
        })?;
        Ok(token)
    }

    /// The messages of the last minutes, newest first. `None` if the browser is not a practice phone, or if the
    /// exercise is over.
    pub async fn practice_phone(&self, token: &str) -> Result<Option<PracticeView>> {
        let now = self.clock.now();
        let db = &self.db.read;
        let found = seat::Entity::find()
            .filter(seat::Column::PhoneHash.eq(digest(token.as_bytes()).to_vec()))
            .find_also_related(class::Entity)
            .one(db)
            .await?;
        let Some((
            seat::Model {
                account_id: Some(student),
                ..
            },
            Some(class),
        )) = found
        else {
            return Ok(None);
        };
        let ends = Timestamp::from_micros(class.expires_at);
        if !class.messages || ClassState::at(now, ends, class.paused) == ClassState::Ended {
            return Ok(None);
        }
        let student = AccountId::from_uuid(student);
        let account = account::Entity::find_by_id(student.uuid()).one(db).await?;
        let login = account.ok_or(Error::Corrupt("seat without student"))?.username;
        let rows = message_code::Entity::find()
            .filter(message_code::Column::AccountId.eq(student.uuid()))
            .filter(message_code::Column::CreatedAt.gt(now.before(CODE_LIFETIME).micros()))
            .order_by_desc(message_code::Column::CreatedAt)
            .order_by_desc(message_code::Column::Id)
            .all(db)
            .await?;
        Ok(Some(PracticeView {
            number: practice_target(FactorKind::Sms, &login),
            address: practice_target(FactorKind::Email, &login),
            messages: rows.into_iter().filter_map(|row| self.practice_message(row)).collect(),
            login,
        }))
    }

    /// `None` for a message that cannot be decrypted any more, because its key was removed.
    fn practice_message(&self, row: message_code::Model) -> Option<PracticeMessage> {
        let id = SentCodeId::from_uuid(row.id);
        let code = self.keys.open(&context::message_code(id), &row.sealed?).ok()?;
        Some(PracticeMessage {
            id,
            by: row.kind.parse().ok()?,
            code: String::from_utf8(code.to_vec()).ok()?,
            at: Timestamp::from_micros(row.created_at),
        })
    }

    /// The student's progress in the exercise, or `None` if the teacher has not switched the exercise on.
    pub(crate) async fn messages_exercise(
        &self,
        place: &StudentSeat,
        phone: Option<&str>,
    ) -> Result<Option<MessagesExercise>> {
        if !place.messages {
            return Ok(None);
        }
        let student = AccountId::from_uuid(place.account_id);
        let factors = AccountFactors::of(&self.db.read, student).await?;
        let here = phone.map(|token| digest(token.as_bytes()).to_vec());
        Ok(Some(MessagesExercise {
            phone_here: here.is_some() && here == place.phone_hash,
            sms: factors.confirmed(FactorKind::Sms).is_some(),
            email: factors.confirmed(FactorKind::Email).is_some(),
            done: place.messages_done(),
        }))
    }
}

/// Records the badge of the exercise. If the student already has it, the first time stays.
pub(crate) async fn signed_in_by_message(tx: &Transaction, place: &StudentSeat, now: Timestamp) -> Result<()> {
    if place.messages_done().is_some() {
        return Ok(());
    }
    let update = seat::Entity::update_many().col_expr(seat::Column::MessagesAt, Expr::value(now.micros()));
    place.change(tx, update).await
}
