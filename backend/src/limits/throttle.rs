//! Counts wrong answers in the database, so that all replicas share the counts and a restart does not reset them.

use crate::{
    Error, Result,
    auth::device_cookie::Device,
    crypto::{Mac, MacKeys},
    db::Transaction,
    entity::throttle,
};
use domain::{
    ids::AccountId,
    lockout::{self, Attempt, Counter, Tally},
    refusal::Refusal,
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, Iterable, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict, Query, SelectStatement},
};

/// The counter's key in the table, as a keyed hash.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    counter: Counter,
    hash: Mac,
    about: Mac,
}

impl Subject {
    /// The counter of wrong passwords of an account, with whichever of its names the user signs in. A browser in which
    /// the account was used before has its own counter, so that a stranger cannot lock the owner out.
    pub fn password(macs: &MacKeys, account: AccountId, known: Option<&Device>) -> Self {
        let account = account.uuid();
        let device = known.map_or("", Device::id);
        Self {
            counter: Counter::Password,
            hash: macs.mac("throttle:account-password", &[account.as_bytes(), device.as_bytes()]),
            about: macs.mac("throttle:account", &[account.as_bytes()]),
        }
    }

    /// The counter of wrong passwords for a name that no account has. It works like the counter of an account.
    pub fn password_of_unknown_name(macs: &MacKeys, name: &str) -> Self {
        Self {
            counter: Counter::Password,
            hash: macs.mac("throttle:password", &[name.as_bytes(), &[]]),
            about: macs.mac("throttle:name", &[name.as_bytes()]),
        }
    }

    /// The counter of wrong join codes that were entered in one browser.
    pub fn join_code(macs: &MacKeys, device: &Device) -> Self {
        Self {
            counter: Counter::JoinCode,
            hash: macs.mac("throttle:join-code", &[device.id().as_bytes()]),
            about: macs.mac("throttle:device", &[device.id().as_bytes()]),
        }
    }

    /// The counter of wrong codes of an account. All its sessions and browsers share this counter.
    pub fn code(macs: &MacKeys, account: AccountId) -> Self {
        let hash = macs.mac("throttle:code", &[account.uuid().as_bytes()]);
        Self {
            counter: Counter::Code,
            hash,
            about: hash,
        }
    }
}

/// An attempt that no lock refuses: the answer can be checked. The caller reports the result with `was_right`,
/// `was_wrong` or `was_not_a_guess`. After `count_first`, the attempt is counted as wrong until the caller reports
/// another result.
#[must_use]
#[derive(Clone, Copy, Debug)]
pub struct CountedAttempt {
    subject: Subject,
    pub tally: Tally,
    row: Row,
    /// The tally before this attempt, and the time at which it was stored.
    before: Option<(Tally, Timestamp)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    /// The attempt is stored in the table.
    Written,
    /// The table still contains the earlier tally, without this attempt.
    Older,
    Absent,
}

/// Counts an attempt before its answer is checked, and locks the row until the transaction ends, so that parallel
/// attempts run one after the other. On SQLite the transaction locks the whole database, so the count is written only
/// after the answer is known: a right answer then needs no write.
pub async fn count(tx: &Transaction, subject: Subject, now: Timestamp) -> Result<CountedAttempt> {
    if tx.get_database_backend() != DbBackend::Sqlite {
        return count_first(tx, subject, now).await;
    }
    let stored = throttle::Entity::find_by_id(subject.key()).one(tx).await?;
    count_stored(subject, stored.as_ref(), now)
}

/// Counts an attempt before its answer is checked, like `count`. The caller has locked the row of the account and then
/// read the counter, so parallel attempts run one after the other, and only a wrong answer is written.
pub fn count_stored(subject: Subject, stored: Option<&throttle::Model>, now: Timestamp) -> Result<CountedAttempt> {
    let (tally, before) = after(subject, stored, now)?;
    Ok(CountedAttempt {
        subject,
        tally,
        row: if before.is_some() { Row::Older } else { Row::Absent },
        before,
    })
}

/// Reads a counter together with another count.
pub async fn with_count(
    tx: &Transaction,
    subject: Subject,
    other: SelectStatement,
) -> Result<(i64, Option<throttle::Model>)> {
    let is_counter = Expr::col((throttle::Entity, throttle::Column::Subject)).eq(subject.key());
    let one_row = Query::select().expr_as(Expr::value(1), "one").to_owned();
    let mut query = Query::select();
    query
        .expr_as(Expr::SubQuery(None, Box::new(other.into())), "other")
        .columns(throttle::Column::iter().map(|column| (throttle::Entity, column)))
        .from_subquery(one_row, "one_row")
        .left_join(throttle::Entity, is_counter);
    let row = tx.query_one(&query).await?.ok_or(Error::Corrupt("throttle"))?;
    Ok((
        row.try_get("", "other")?,
        throttle::Model::from_query_result_optional(&row, "")?,
    ))
}

/// Like `count`, but stores the count on every database at once, because the answer is checked outside of this
/// transaction.
pub async fn count_first(tx: &Transaction, subject: Subject, now: Timestamp) -> Result<CountedAttempt> {
    if tx.get_database_backend() == DbBackend::MySql {
        // MySQL does not report whether a row was inserted or existed before, so there is always a row to update.
        insert(tx, subject, Tally::default(), now).await?;
    }
    loop {
        let (tally, before) = next(tx, subject, now).await?;
        let written = if before.is_some() {
            update(tx, subject, tally, now).await?
        } else {
            insert(tx, subject, tally, now).await?
        };
        if written {
            return Ok(CountedAttempt {
                subject,
                tally,
                row: Row::Written,
                before,
            });
        }
        // A parallel request has inserted the row since it was read.
    }
}

/// The tally after this attempt, and the stored tally with its time.
async fn next(tx: &Transaction, subject: Subject, now: Timestamp) -> Result<(Tally, Option<(Tally, Timestamp)>)> {
    let stored = throttle::Entity::find_by_id(subject.hash.to_vec())
        .lock_exclusive()
        .one(tx)
        .await?;
    after(subject, stored.as_ref(), now)
}

fn after(
    subject: Subject,
    stored: Option<&throttle::Model>,
    now: Timestamp,
) -> Result<(Tally, Option<(Tally, Timestamp)>)> {
    let before = stored.map(|row| (tally_of(row), Timestamp::from_micros(row.updated_at)));
    let tally = stored.map_or_else(Tally::default, |row| remembered(row, subject.counter, now));
    match lockout::attempt(subject.counter, tally, now) {
        Attempt::Counted(next) => Ok((next, before)),
        Attempt::Locked { until } => Err(Refusal::Locked { until }.into()),
        Attempt::Closed => Err(Refusal::FactorClosed.into()),
    }
}

impl CountedAttempt {
    /// Clears the counter.
    pub async fn was_right(self, tx: &impl ConnectionTrait) -> Result<()> {
        if self.row != Row::Absent {
            throttle::Entity::delete_many()
                .filter(throttle::Column::Subject.eq(self.subject.hash.to_vec()))
                .exec(tx)
                .await?;
        }
        Ok(())
    }

    /// Removes only this attempt from the counter. Earlier wrong answers stay counted, because the right answer says
    /// nothing about them.
    pub async fn was_not_a_guess(self, tx: &Transaction) -> Result<()> {
        match (self.row, self.before) {
            (Row::Written, Some((tally, since))) => update(tx, self.subject, tally, since).await.map(drop),
            (Row::Written, None) => self.was_right(tx).await,
            (Row::Older | Row::Absent, _) => Ok(()),
        }
    }

    pub async fn was_wrong(self, tx: &Transaction, now: Timestamp) -> Result<()> {
        match self.row {
            Row::Written => Ok(()),
            Row::Older if update(tx, self.subject, self.tally, now).await? => Ok(()),
            // A teacher has unlocked the account since the counter was read.
            Row::Older => {
                let first = count_stored(self.subject, None, now)?.tally;
                replace(tx, self.subject, first, now).await
            }
            Row::Absent => replace(tx, self.subject, self.tally, now).await,
        }
    }
}

/// Makes parallel requests with the same subject wait until this transaction ends.
pub async fn serialise(tx: &Transaction, subject: Mac, about: Mac, now: Timestamp) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Sqlite {
        // On SQLite, a transaction locks the whole database, so parallel requests wait anyway.
        return Ok(());
    }
    let subject = Subject {
        counter: Counter::Password,
        hash: subject,
        about,
    };
    // This is a write, not a lock of the row, because a database cluster detects only conflicts of writes.
    while !update(tx, subject, Tally::default(), now).await? {
        insert(tx, subject, Tally::default(), now).await?;
    }
    Ok(())
}

/// Deletes the subject's counters of all browsers, and thereby unlocks the account.
pub async fn forgive(tx: &impl ConnectionTrait, subject: Subject) -> Result<()> {
    throttle::Entity::delete_many()
        .filter(throttle::Column::About.eq(subject.about.to_vec()))
        .exec(tx)
        .await?;
    Ok(())
}

impl Subject {
    /// The key of the counter in the table.
    pub fn key(&self) -> Vec<u8> {
        self.hash.to_vec()
    }

    /// The value by which the subject's counters of all browsers are found.
    pub fn about(&self) -> Vec<u8> {
        self.about.to_vec()
    }
}

fn remembered(row: &throttle::Model, counter: Counter, now: Timestamp) -> Tally {
    lockout::decay(
        counter,
        tally_of(row),
        now.since(Timestamp::from_micros(row.updated_at)),
    )
}

fn tally_of(row: &throttle::Model) -> Tally {
    Tally {
        failures: u32::try_from(row.failures).unwrap_or(0),
        locked_until: row.locked_until.map(Timestamp::from_micros),
    }
}

/// Inserts the row if there is none. Returns whether it was inserted; MySQL does not report that.
async fn insert(tx: &impl ConnectionTrait, subject: Subject, tally: Tally, now: Timestamp) -> Result<bool> {
    let insert = throttle::Entity::insert(row_of(subject, tally, now)?).on_conflict(
        OnConflict::column(throttle::Column::Subject)
            .do_nothing_on([throttle::Column::Subject])
            .to_owned(),
    );
    Ok(insert.exec_without_returning(tx).await? == 1)
}

/// Inserts or updates the row, where no parallel attempt can have changed it since it was read.
async fn replace(tx: &impl ConnectionTrait, subject: Subject, tally: Tally, now: Timestamp) -> Result<()> {
    let insert = throttle::Entity::insert(row_of(subject, tally, now)?).on_conflict(
        OnConflict::column(throttle::Column::Subject)
            .update_columns([
                throttle::Column::Failures,
                throttle::Column::LockedUntil,
                throttle::Column::UpdatedAt,
            ])
            .to_owned(),
    );
    insert.exec_without_returning(tx).await?;
    Ok(())
}

fn row_of(subject: Subject, tally: Tally, now: Timestamp) -> Result<throttle::ActiveModel> {
    Ok(throttle::ActiveModel {
        subject: Set(subject.hash.to_vec()),
        about: Set(subject.about.to_vec()),
        failures: Set(stored(tally.failures)?),
        locked_until: Set(tally.locked_until.map(Timestamp::micros)),
        updated_at: Set(now.micros()),
    })
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
