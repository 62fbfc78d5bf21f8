//! Records the progress of seats. Every change to a seat increases the version of its class in the same transaction, so
//! that boards can request the changes since a version.

use crate::{
    Result,
    db::Transaction,
    entity::{class, seat},
    operations::counters,
};
use domain::{
    account::AccountKind,
    class::ClassState,
    ids::{AccountId, ClassId},
    refusal::Refusal,
    seat_failure::SeatFailure,
    session::Identity,
    stage::{Stage, StageTimes},
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IdenStatic, QueryFilter, QueryResult,
    QuerySelect, UpdateMany,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, Query},
};
use std::sync::Arc;

/// The seat of a student and the state of its class: the columns that every step of a lesson needs.
#[derive(Clone, Debug, FromQueryResult)]
pub struct StudentSeat {
    class_id: Uuid,
    number: i32,
    pub account_id: Uuid,
    pub title: String,
    expires_at: i64,
    paused: bool,
    /// Whether students of this class practise codes by mail and SMS as well.
    pub messages: bool,
    pub phone_hash: Option<Vec<u8>>,
    last_failure: Option<String>,
    signed_in_at: Option<i64>,
    setup_opened_at: Option<i64>,
    connected_at: Option<i64>,
    signed_in_2fa_at: Option<i64>,
    messages_at: Option<i64>,
}

impl StudentSeat {
    /// The seat in a row that may have none, selected by `seat_columns` with this prefix.
    pub(crate) fn of_row(row: &QueryResult, prefix: &str) -> Result<Option<Self>, DbErr> {
        let class: Option<Uuid> = row.try_get(prefix, "class_id")?;
        class.map(|_| Self::from_query_result(row, prefix)).transpose()
    }

    pub const fn class(&self) -> ClassId {
        ClassId::from_uuid(self.class_id)
    }

    pub fn stages(&self) -> StageTimes {
        stages_at([
            self.signed_in_at,
            self.setup_opened_at,
            self.connected_at,
            self.signed_in_2fa_at,
        ])
    }

    pub fn messages_done(&self) -> Option<Timestamp> {
        self.messages_at.map(Timestamp::from_micros)
    }

    pub fn expires(&self) -> Timestamp {
        Timestamp::from_micros(self.expires_at)
    }

    pub fn class_state(&self, now: Timestamp) -> ClassState {
        ClassState::at(now, self.expires(), self.paused)
    }

    /// Changes this seat and increases the version of its class.
    pub async fn change(&self, tx: &Transaction, update: UpdateMany<seat::Entity>) -> Result<()> {
        change(tx, self.class(), update.filter(seat::Column::Number.eq(self.number))).await
    }
}

pub fn stages_of(seat: &seat::Model) -> StageTimes {
    stages_at([
        seat.signed_in_at,
        seat.setup_opened_at,
        seat.connected_at,
        seat.signed_in_2fa_at,
    ])
}

fn stages_at(times: [Option<i64>; 4]) -> StageTimes {
    StageTimes::from_times(times.map(|time| time.map(Timestamp::from_micros)))
}

/// Selects the columns of `StudentSeat` under names that begin with `prefix`.
pub(crate) fn seat_columns<S: QuerySelect>(query: S, prefix: &str) -> S {
    let of_seat = [
        seat::Column::ClassId,
        seat::Column::Number,
        seat::Column::AccountId,
        seat::Column::PhoneHash,
        seat::Column::LastFailure,
        seat::Column::SignedInAt,
        seat::Column::SetupOpenedAt,
        seat::Column::ConnectedAt,
        seat::Column::SignedIn2faAt,
        seat::Column::MessagesAt,
    ];
    let of_class = [
        class::Column::Title,
        class::Column::ExpiresAt,
        class::Column::Paused,
        class::Column::Messages,
    ];
    let query = of_seat.into_iter().fold(query, |query, column| {
        query.column_as(column, format!("{prefix}{}", column.as_str()))
    });
    of_class.into_iter().fold(query, |query, column| {
        query.column_as(column, format!("{prefix}{}", column.as_str()))
    })
}

/// The seat of a student, or `None` for a member: as it was read with the session, otherwise by a query. The seat is not
/// locked, so a later change of it must not depend on what has been read: `reach` writes one stage only, and a reset by
/// the teacher raises the epoch and removes the factor that a code belongs to.
pub async fn seat_of(
    db: &impl ConnectionTrait,
    identity: &Identity,
    read: Option<&Arc<StudentSeat>>,
) -> Result<Option<Arc<StudentSeat>>> {
    Ok(match (identity.kind, read) {
        (AccountKind::Member, _) => None,
        (AccountKind::Student, Some(seat)) => Some(Arc::clone(seat)),
        (AccountKind::Student, None) => seat_of_student(db, identity.account).await?.map(Arc::new),
    })
}

/// The seat of a student, or `None` for a member.
pub async fn seat_of_student(db: &impl ConnectionTrait, account: AccountId) -> Result<Option<StudentSeat>> {
    let seat = seat_columns(seat::Entity::find().inner_join(class::Entity).select_only(), "")
        .filter(seat::Column::AccountId.eq(account.uuid()))
        .into_model::<StudentSeat>()
        .one(db)
        .await?;
    Ok(seat)
}

/// Records that the student has reached a stage, and clears the last failure. A stage that is reached in the wrong
/// order changes nothing.
pub async fn reach(tx: &Transaction, place: &StudentSeat, stage: Stage, now: Timestamp) -> Result<StageTimes> {
    place.class_state(now).allows(stage)?;
    let before = place.stages();
    let Ok(after) = before.reach(stage, now) else {
        return Ok(before);
    };
    if after != before || place.last_failure.is_some() {
        let mut update = without_failure(seat::Entity::update_many());
        // Only the new stage is written, because the seat may have changed since it was read.
        if after != before {
            update = update.col_expr(column_of(stage), Expr::value(after.at(stage).map(Timestamp::micros)));
        }
        place.change(tx, update).await?;
        if after != before {
            // If the transaction is repeated, the stage is counted twice. This is rare, and the metric need not be
            // exact.
            counters::stage(stage);
        }
    }
    Ok(after)
}

const fn column_of(stage: Stage) -> seat::Column {
    match stage {
        Stage::SignedIn => seat::Column::SignedInAt,
        Stage::SetupOpened => seat::Column::SetupOpenedAt,
        Stage::Connected => seat::Column::ConnectedAt,
        Stage::SignedIn2fa => seat::Column::SignedIn2faAt,
    }
}

/// Clears the last failure of a student who has continued without reaching a new stage.
pub async fn clear_failure(tx: &Transaction, place: &StudentSeat) -> Result<()> {
    if place.last_failure.is_none() {
        return Ok(());
    }
    place.change(tx, without_failure(seat::Entity::update_many())).await
}

/// Clears the columns of the last failure that the board shows.
pub fn without_failure(update: UpdateMany<seat::Entity>) -> UpdateMany<seat::Entity> {
    update
        .col_expr(seat::Column::LastFailure, Expr::value(None::<String>))
        .col_expr(seat::Column::LastFailureAt, Expr::value(None::<i64>))
        .col_expr(seat::Column::LockedUntil, Expr::value(None::<i64>))
}

/// Records on the teacher's board why an attempt of a student failed.
pub async fn fail(
    tx: &Transaction,
    account: AccountId,
    why: SeatFailure,
    locked_until: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    let seat = seat::Entity::find()
        .filter(seat::Column::AccountId.eq(account.uuid()))
        .one(tx)
        .await?;
    let Some(seat) = seat else { return Ok(()) };
    // Repeated attempts during a lock change nothing. Otherwise a student who submits again and again would update the
    // board each time, and other changes of the class would have to wait.
    let was_looked_at = !matches!(why, SeatFailure::Locked | SeatFailure::Closed);
    if !was_looked_at && seat.last_failure.as_deref() == Some(why.to_string().as_str()) {
        return Ok(());
    }
    // Failures from several browsers arrive in any order. A later failure must not remove a lock that is still active.
    let lock: Expr = match locked_until {
        Some(until) => Expr::value(until.micros()),
        None => Expr::case(
            Expr::col(seat::Column::LockedUntil).gt(now.micros()),
            Expr::col(seat::Column::LockedUntil),
        )
        .finally(Expr::value(None::<i64>))
        .into(),
    };
    let update = seat::Entity::update_many()
        .col_expr(
            seat::Column::Failures,
            Expr::col(seat::Column::Failures).add(i32::from(was_looked_at)),
        )
        .col_expr(seat::Column::LastFailure, Expr::value(why.to_string()))
        .col_expr(seat::Column::LastFailureAt, Expr::value(now.micros()))
        .col_expr(seat::Column::LockedUntil, lock)
        .filter(seat::Column::Number.eq(seat.number));
    change(tx, ClassId::from_uuid(seat.class_id), update).await
}

/// Increases the version of a class by one and returns it, for changes of several seats. The row of the class stays
/// locked until the transaction ends.
pub async fn next_version(tx: &Transaction, class: ClassId) -> Result<i64> {
    raise(tx, class).await?;
    let row = class::Entity::find_by_id(class.uuid()).one(tx).await?;
    Ok(row.ok_or(Refusal::NotFound)?.version)
}

/// Changes the class itself and increases its version, so that all open boards get the change.
pub async fn change_class(tx: &Transaction, class: ClassId, update: UpdateMany<class::Entity>) -> Result<()> {
    tx.changes_class(class);
    change_classes(tx, update.filter(class::Column::Id.eq(class.uuid()))).await
}

/// Like `change_class`, for all classes that the update selects. Their boards get the change a second later, because
/// the transaction does not know which classes these are.
pub async fn change_classes(tx: &impl ConnectionTrait, update: UpdateMany<class::Entity>) -> Result<()> {
    let next = || Expr::col(class::Column::Version).add(1);
    update
        // The order is important: MySQL evaluates assignments from left to right, and later assignments use the new
        // values.
        .col_expr(class::Column::ChangedVersion, next())
        .col_expr(class::Column::Version, next())
        .exec(tx)
        .await?;
    Ok(())
}

/// Changes seats of a class and increases its version. The row of the class is locked first, so that versions become
/// visible in ascending order.
pub async fn change(tx: &Transaction, class: ClassId, update: UpdateMany<seat::Entity>) -> Result<()> {
    change_counted(tx, class, update).await.map(drop)
}

/// Like `change`, but returns the number of changed seats.
pub async fn change_counted(tx: &Transaction, class: ClassId, update: UpdateMany<seat::Entity>) -> Result<u64> {
    raise(tx, class).await?;
    let changed = under_version(class, update).exec(tx).await?;
    Ok(changed.rows_affected)
}

async fn raise(tx: &Transaction, class: ClassId) -> Result<()> {
    class::Entity::update_many()
        .col_expr(class::Column::Version, Expr::col(class::Column::Version).add(1))
        .filter(class::Column::Id.eq(class.uuid()))
        .exec(tx)
        .await?;
    tx.changes_class(class);
    Ok(())
}

fn under_version(class: ClassId, update: UpdateMany<seat::Entity>) -> UpdateMany<seat::Entity> {
    let version = Query::select()
        .column(class::Column::Version)
        .from(class::Entity)
        .and_where(class::Column::Id.eq(class.uuid()))
        .to_owned();
    update
        .col_expr(seat::Column::Version, Expr::SubQuery(None, Box::new(version.into())))
        .filter(seat::Column::ClassId.eq(class.uuid()))
}
