//! Counting wrong answers, in the database, so that it holds on every replica and over restarts.

use crate::{
    Error, Result,
    crypto::{Mac, MacKeys},
    entity::throttle,
};
use domain::{
    ids::AccountId,
    lockout::{self, Attempt, Counter, FORGOTTEN_AFTER, Tally},
    refusal::Refusal,
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};

/// What is counted, as a keyed hash.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    counter: Counter,
    hash: Mac,
    about: Mac,
}

impl Subject {
    /// Wrong passwords for a name, known or not. A browser that has signed in to this name before has a counter
    /// of its own, so that a stranger cannot lock the owner out.
    pub fn password(macs: &MacKeys, name: &str, known_browser: Option<&[u8]>) -> Self {
        let hash = macs.mac(
            "throttle:password",
            &[name.as_bytes(), known_browser.unwrap_or_default()],
        );
        Self {
            counter: Counter::Password,
            hash,
            about: macs.mac("throttle:name", &[name.as_bytes()]),
        }
    }

    /// Wrong codes for an account: a new session, another browser change nothing.
    pub fn code(macs: &MacKeys, account: AccountId) -> Self {
        let hash = macs.mac("throttle:code", &[account.uuid().as_bytes()]);
        Self {
            counter: Counter::Code,
            hash,
            about: hash,
        }
    }
}

/// Counts an attempt before its answer is checked. Inside a transaction the row stays locked until its end, so
/// that parallel attempts come one after the other. Answers with the tally this attempt left.
pub async fn count(tx: &impl ConnectionTrait, subject: Subject, now: Timestamp) -> Result<Tally> {
    loop {
        let known = throttle::Entity::find_by_id(subject.hash.to_vec())
            .lock_exclusive()
            .one(tx)
            .await?;
        let tally = known
            .as_ref()
            .map_or_else(Tally::default, |row| remembered(row, subject.counter, now));
        let next = match lockout::attempt(subject.counter, tally, now) {
            Attempt::Counted(next) => next,
            Attempt::Locked { until } => return Err(Refusal::Locked { until }.into()),
            Attempt::Closed => return Err(Refusal::FactorClosed.into()),
        };
        let written = match known {
            Some(_) => update(tx, subject, next, now).await?,
            None => insert(tx, subject, next, now).await?,
        };
        if written {
            return Ok(next);
        }
        // Somebody else's first attempt came between our look and our row.
    }
}

/// The right answer was given: nothing is remembered.
pub async fn clear(tx: &impl ConnectionTrait, subject: Subject) -> Result<()> {
    throttle::Entity::delete_many()
        .filter(throttle::Column::Subject.eq(subject.hash.to_vec()))
        .exec(tx)
        .await?;
    Ok(())
}

/// A person has decided: nothing is remembered, in whichever browser it was counted.
pub async fn forgive(tx: &impl ConnectionTrait, subject: Subject) -> Result<()> {
    throttle::Entity::delete_many()
        .filter(throttle::Column::About.eq(subject.about.to_vec()))
        .exec(tx)
        .await?;
    Ok(())
}

fn remembered(row: &throttle::Model, counter: Counter, now: Timestamp) -> Tally {
    let touched = Timestamp::from_micros(row.updated_at);
    if counter == Counter::Password && now.since(touched) >= FORGOTTEN_AFTER {
        return Tally::default();
    }
    Tally {
        failures: u32::try_from(row.failures).unwrap_or(0),
        locked_until: row.locked_until.map(Timestamp::from_micros),
    }
}

async fn insert(tx: &impl ConnectionTrait, subject: Subject, tally: Tally, now: Timestamp) -> Result<bool> {
    let row = throttle::ActiveModel {
        subject: Set(subject.hash.to_vec()),
        about: Set(subject.about.to_vec()),
        failures: Set(stored(tally.failures)?),
        locked_until: Set(tally.locked_until.map(Timestamp::micros)),
        updated_at: Set(now.micros()),
    };
    let insert = throttle::Entity::insert(row).on_conflict(
        OnConflict::column(throttle::Column::Subject)
            .do_nothing_on([throttle::Column::Subject])
            .to_owned(),
    );
    Ok(insert.exec_without_returning(tx).await? == 1)
}

async fn update(tx: &impl ConnectionTrait, subject: Subject, tally: Tally, now: Timestamp) -> Result<bool> {
    let updated = throttle::Entity::update_many()
        .col_expr(throttle::Column::Failures, Expr::value(stored(tally.failures)?))
        .col_expr(
            throttle::Column::LockedUntil,
            Expr::value(tally.locked_until.map(Timestamp::micros)),
        )
        .col_expr(throttle::Column::UpdatedAt, Expr::value(now.micros()))
        .filter(throttle::Column::Subject.eq(subject.hash.to_vec()))
        .exec(tx)
        .await?;
    Ok(updated.rows_affected == 1)
}

fn stored(failures: u32) -> Result<i32> {
    i32::try_from(failures).map_err(|_| Error::Corrupt("throttle"))
}
