//! Queries for the row of a class that several services use.

use crate::{Result, db::Tx, entity::class};
use domain::{class::ClassState, ids::ClassId, refusal::Refusal, time::Timestamp};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};

pub async fn class_of(db: &impl ConnectionTrait, class: ClassId) -> Result<class::Model> {
    let found = class::Entity::find_by_id(class.uuid()).one(db).await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// Locks the row of the class until the transaction ends, so that changes to one class run one after the other.
pub async fn locked(tx: &Tx, class: ClassId) -> Result<class::Model> {
    let found = class::Entity::find_by_id(class.uuid()).lock_exclusive().one(tx).await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// Locks the row of the class, and fails if the class has ended.
pub async fn running(tx: &Tx, class: ClassId, now: Timestamp) -> Result<class::Model> {
    let class = locked(tx, class).await?;
    match state_of(&class, now) {
        ClassState::Ended => Err(Refusal::ClassEnded.into()),
        ClassState::Open | ClassState::Paused => Ok(class),
    }
}

pub fn state_of(class: &class::Model, now: Timestamp) -> ClassState {
    ClassState::at(now, Timestamp::from_micros(class.expires_at), class.paused)
}
