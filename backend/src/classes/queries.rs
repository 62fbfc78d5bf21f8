//! Queries of classes and free seats that several services use.

use crate::{
    Result,
    db::Transaction,
    entity::{class, seat},
};
use domain::{class::ClassState, ids::ClassId, locale::Locale, refusal::Refusal, time::Timestamp, view::LessonState};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::ExprTrait,
};

pub async fn class_of(db: &impl ConnectionTrait, class: ClassId) -> Result<class::Model> {
    let found = class::Entity::find_by_id(class.uuid()).one(db).await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// Locks the row of the class until the transaction ends, so that changes to one class run one after the other.
pub async fn locked(tx: &Transaction, class: ClassId) -> Result<class::Model> {
    let found = class::Entity::find_by_id(class.uuid()).lock_exclusive().one(tx).await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// Locks the row of the class, and fails if the class has ended.
pub async fn running(tx: &Transaction, class: ClassId, now: Timestamp) -> Result<class::Model> {
    let class = locked(tx, class).await?;
    match state_of(&class, now) {
        ClassState::Ended => Err(Refusal::ClassEnded.into()),
        ClassState::Open | ClassState::Paused => Ok(class),
    }
}

pub fn state_of(class: &class::Model, now: Timestamp) -> ClassState {
    ClassState::at(now, Timestamp::from_micros(class.expires_at), class.paused)
}

/// What an open page of a student follows: the state and the settings of the class.
pub fn lesson_state_of(class: &class::Model, now: Timestamp) -> LessonState {
    LessonState::new(
        state_of(class, now),
        &class.lesson,
        &class.locale,
        class.phones,
        &class.questions,
        class.debrief,
    )
}

/// The language of the class.
pub fn locale_of(class: &class::Model) -> Locale {
    Locale::from_tag(&class.locale).unwrap_or_default()
}

/// The free seat that the next student takes: the one with the lowest number among the seats without a name. Seats that
/// the teacher has named are last, because a seat loses its name when a student takes it.
pub(crate) fn free_seats(class: ClassId) -> Select<seat::Entity> {
    let is_named = seat::Column::Label
        .is_not_null()
        .or(seat::Column::ExternalId.is_not_null());
    all_free_seats(class)
        .order_by_asc(is_named)
        .order_by_asc(seat::Column::Number)
        .limit(1)
}

/// Seats that are neither handed out nor signed in to.
pub(crate) fn all_free_seats(class: ClassId) -> Select<seat::Entity> {
    seat::Entity::find()
        .filter(seat::Column::ClassId.eq(class.uuid()))
        .filter(seat::Column::RemovedAt.is_null())
        .filter(seat::Column::HandedOutAt.is_null())
        .filter(seat::Column::SignedInAt.is_null())
}
