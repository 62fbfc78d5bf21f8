//! The practice phone of the exercise with codes by mail and SMS: a browser becomes the phone of a student and shows the
//! messages to the student.
//!
//! No message leaves the server. The practice phone is identified by its own cookie and not by the sign-in, so that a
//! code cannot be read with the password alone.

use super::{Students, progress};
use crate::{
    Error, Result,
    access::SignedIn,
    crypto::{context, digest},
    db::transaction,
    entity::{account, class, message_code, seat},
    random,
};
use domain::{
    class::ClassState,
    exercises::{Exercise, Lesson},
    factor::FactorKind,
    ids::{AccountId, SentCodeId},
    refusal::Refusal,
    sent_code::{CODE_LIFETIME, practice_target},
    stage::Stage,
    time::Timestamp,
    view::{PracticeMessage, PracticeView},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

impl Students {
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
        let is_open = Lesson::parse(&class.lesson).is_open(Exercise::Messages);
        if !is_open || ClassState::at(now, ends, class.paused) == ClassState::Ended {
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
}
