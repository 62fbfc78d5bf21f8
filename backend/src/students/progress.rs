//! Records the progress of seats. Every change to a seat increases the version of its class in the same transaction, so
//! that boards can request the changes since a version.

pub use super::student_seat::{StudentSeat, seat_of, seat_of_student, stages_of};

pub(crate) use super::student_seat::{hand_of, seat_columns};

use crate::{
    Result,
    classes::finish::count_mistake,
    db::{Transaction, Writes},
    entity::{class, seat},
    operations::counters,
};
use domain::{
    ids::{AccountId, ClassId},
    mistakes::Mistake,
    refusal::Refusal,
    seat_failure::SeatFailure,
    stage::{Stage, StageTimes},
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryTrait, UpdateMany,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

/// Records that the student has reached a stage, and clears the last failure. A stage that is reached in the wrong
/// order changes nothing.
pub async fn reach(tx: &Transaction, place: &StudentSeat, stage: Stage, now: Timestamp) -> Result<StageTimes> {
    reach_with(tx, place, stage, Writes::default(), now).await
}

/// Like `reach`, and sends the other changes of this step together with the change of the seat.
pub async fn reach_with(
    tx: &Transaction,
    place: &StudentSeat,
    stage: Stage,
    others: Writes,
    now: Timestamp,
) -> Result<StageTimes> {
    place.class_state(now).allows(stage)?;
    let before = place.stages();
    let Ok(after) = before.reach(stage, now) else {
        others.run(tx).await?;
        return Ok(before);
    };
    if after != before || place.last_failure.is_some() {
        let mut update = place.of_this_student(without_failure(seat::Entity::update_many()));
        // Only the new stage is written, because the seat may have changed since it was read.
        if after != before {
            update = update.col_expr(column_of(stage), Expr::value(after.at(stage).map(Timestamp::micros)));
        }
        change_seat(tx, place.class(), place.number, update, others).await?;
        if after != before {
            // If the transaction is repeated, the stage is counted twice. This is rare, and the metric need not be
            // exact.
            counters::stage(stage);
        }
    } else {
        others.run(tx).await?;
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
        .filter(seat::Column::AccountId.eq(account.uuid()))
        .col_expr(
            seat::Column::Failures,
            Expr::col(seat::Column::Failures).add(i32::from(was_looked_at)),
        )
        .col_expr(seat::Column::LastFailure, Expr::value(why.to_string()))
        .col_expr(seat::Column::LastFailureAt, Expr::value(now.micros()))
        .col_expr(seat::Column::LockedUntil, lock);
    let class = ClassId::from_uuid(seat.class_id);
    change_seat(tx, class, seat.number, update, Writes::default()).await?;
    match Mistake::of(why) {
        Some(mistake) => count_mistake(tx, class, mistake).await,
        None => Ok(()),
    }
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
    let changed = under_version(class, update, stored_version(class)).exec(tx).await?;
    Ok(changed.rows_affected)
}

/// Changes one seat and increases the version of its class, together with the other changes of the same step.
pub async fn change_seat(
    tx: &Transaction,
    class: ClassId,
    number: i32,
    update: UpdateMany<seat::Entity>,
    others: Writes,
) -> Result<()> {
    let update = update.filter(seat::Column::Number.eq(number));
    tx.changes_class(class);
    let mut writes = others;
    let mut raise = raised(class).into_query();
    let update = match tx.get_database_backend() {
        // One statement. The seat waits for the version, so the row of the class is locked first here too.
        DbBackend::Postgres => {
            raise.returning_col(class::Column::Version);
            let version = Query::select().column(class::Column::Version).from(RAISED).to_owned();
            under_version(class, update, version)
        }
        _ => under_version(class, update, stored_version(class)),
    };
    writes.add(RAISED, raise);
    writes.add("changed", update.into_query());
    writes.run(tx).await
}

const RAISED: &str = "raised";

async fn raise(tx: &Transaction, class: ClassId) -> Result<()> {
    tx.changes_class(class);
    raised(class).exec(tx).await?;
    Ok(())
}

fn raised(class: ClassId) -> UpdateMany<class::Entity> {
    class::Entity::update_many()
        .col_expr(class::Column::Version, Expr::col(class::Column::Version).add(1))
        .filter(class::Column::Id.eq(class.uuid()))
}

fn stored_version(class: ClassId) -> SelectStatement {
    Query::select()
        .column(class::Column::Version)
        .from(class::Entity)
        .and_where(class::Column::Id.eq(class.uuid()))
        .to_owned()
}

fn under_version(
    class: ClassId,
    update: UpdateMany<seat::Entity>,
    version: SelectStatement,
) -> UpdateMany<seat::Entity> {
    update
        .col_expr(seat::Column::Version, Expr::SubQuery(None, Box::new(version.into())))
        .filter(seat::Column::ClassId.eq(class.uuid()))
}
