//! The progress of a student in one exercise, and the protocol that every exercise uses to record a step.
//!
//! Each step has the revision of the progress that its form was made for. One statement compares and raises the
//! revision, so a form that is sent twice, or fifty times at once, makes one step. The version of the class grows in the
//! same transaction, so that boards get the step.

use super::Exercises;
use crate::{
    Error, Result,
    access::SignedIn,
    crypto::{Keyring, context},
    db::{Transaction, transaction},
    entity::{exercise_progress as progress, seat},
    random,
    students::progress::{StudentSeat, change_counted, seat_of, without_failure},
};
use domain::{class::ClassState, exercises::Exercise, ids::ProgressId, refusal::Refusal, time::Timestamp};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, Func},
};
use std::sync::Arc;

/// A student in an exercise that is open to them, with their progress. `Exercises::enter` alone creates it.
pub struct Entered {
    pub(crate) place: Arc<StudentSeat>,
    pub(crate) exercise: Exercise,
    pub(crate) progress: Progress,
}

/// What the student has done so far.
#[derive(Default)]
pub(crate) struct Progress {
    /// `None` before the first step.
    id: Option<ProgressId>,
    /// The revision that the forms of the page contain.
    pub revision: u32,
    /// What the exercise has kept at the last step; empty before.
    pub state: Vec<u8>,
    pub passed: Option<Timestamp>,
}

/// One step of a student.
pub struct Step {
    /// What the exercise keeps for the next request. It is sealed before it is stored.
    pub state: Vec<u8>,
    /// The step is an answer, which the teacher sees counted.
    pub is_attempt: bool,
    /// The step passes the exercise. A student who has passed before keeps the first time.
    pub passes: bool,
}

impl Entered {
    pub(crate) fn class_state(&self, now: Timestamp) -> ClassState {
        self.place.class_state(now)
    }
}

impl Exercises {
    /// Refuses a student who may not see the exercise: it is off or not open yet, the four stages are not reached, or
    /// the class has ended. In a paused class the page is shown, but accepts no step.
    pub(crate) async fn enter(&self, who: &SignedIn, exercise: Exercise) -> Result<Entered> {
        let seat = seat_of(&self.db.read, &who.identity, who.seat.as_ref()).await?;
        let place = seat.ok_or(Refusal::NotFound)?;
        let class = place.class_state(self.clock.now());
        place.lesson().admits(exercise, place.stages(), class)?;
        let progress = read(&self.db.read, &self.keys, &place, exercise).await?;
        Ok(Entered {
            place,
            exercise,
            progress,
        })
    }

    /// Refuses a step in a paused class, and a form that was made for an older revision.
    pub(crate) fn accepts(&self, entered: &Entered, revision: u32) -> Result<()> {
        if entered.place.class_state(self.clock.now()) == ClassState::Paused {
            return Err(Refusal::ClassPaused.into());
        }
        match revision == entered.progress.revision {
            true => Ok(()),
            false => Err(Refusal::RoundOver.into()),
        }
    }

    /// Records a step of the student in a transaction of its own. `revision` is the one that the form contains.
    pub(crate) async fn step(&self, entered: &Entered, revision: u32, step: &Step) -> Result<()> {
        self.accepts(entered, revision)?;
        let now = self.clock.now();
        let at = (entered.exercise, &entered.progress);
        transaction!(&self.db, |tx| record(tx, &self.keys, &entered.place, at, step, now)
            .await)
    }
}

fn of_seat(place: &StudentSeat, exercise: Exercise) -> Condition {
    Condition::all()
        .add(progress::Column::ClassId.eq(place.class().uuid()))
        .add(progress::Column::Number.eq(place.number))
        .add(progress::Column::Exercise.eq(exercise.code()))
}

/// The progress of this seat, with the state in readable form.
pub(crate) async fn read(
    db: &impl ConnectionTrait,
    keys: &Keyring,
    place: &StudentSeat,
    exercise: Exercise,
) -> Result<Progress> {
    let row = progress::Entity::find()
        .filter(of_seat(place, exercise))
        .one(db)
        .await?;
    let Some(row) = row else {
        return Ok(Progress::default());
    };
    let id = ProgressId::from_uuid(row.id);
    let state = match &row.state {
        Some(sealed) => keys.open(&context::exercise_state(id), sealed)?.to_vec(),
        None => Vec::new(),
    };
    Ok(Progress {
        id: Some(id),
        revision: u32::try_from(row.revision).map_err(|_| Error::Corrupt("revision"))?,
        state,
        passed: row.passed_at.map(Timestamp::from_micros),
    })
}

/// Records a step as part of a transaction. The row of the class is locked first, so the steps of a class run one after
/// the other.
pub(crate) async fn record(
    tx: &Transaction,
    keys: &Keyring,
    place: &StudentSeat,
    (exercise, known): (Exercise, &Progress),
    step: &Step,
    now: Timestamp,
) -> Result<()> {
    // The seat may have got another student since it was read.
    let mut of_student = seat::Entity::update_many()
        .filter(seat::Column::Number.eq(place.number))
        .filter(seat::Column::AccountId.eq(place.account_id));
    if step.passes && place.last_failure.is_some() {
        of_student = without_failure(of_student);
    }
    if change_counted(tx, place.class(), of_student).await? == 0 {
        return Err(Refusal::NotFound.into());
    }
    match known.id {
        Some(id) => raise(tx, keys, (id, known.revision), step, now).await,
        None => begin(tx, keys, place, exercise, step, now).await,
    }
}

async fn begin(
    tx: &Transaction,
    keys: &Keyring,
    place: &StudentSeat,
    exercise: Exercise,
    step: &Step,
    now: Timestamp,
) -> Result<()> {
    let id = ProgressId::new(now, random::bytes()?);
    let row = progress::ActiveModel {
        id: Set(id.uuid()),
        class_id: Set(place.class().uuid()),
        number: Set(place.number),
        exercise: Set(exercise.code().to_owned()),
        state: Set(Some(keys.seal(&context::exercise_state(id), &step.state)?)),
        revision: Set(1),
        attempts: Set(i32::from(step.is_attempt)),
        passed_at: Set(step.passes.then_some(now.micros())),
        stepped_at: Set(Some(now.micros())),
    };
    let inserted = progress::Entity::insert(row).exec_without_returning(tx).await;
    match inserted.map_err(Error::from) {
        Err(error) if error.is_taken() => Err(Refusal::RoundOver.into()),
        outcome => outcome.map(drop),
    }
}

async fn raise(
    tx: &Transaction,
    keys: &Keyring,
    (id, revision): (ProgressId, u32),
    step: &Step,
    now: Timestamp,
) -> Result<()> {
    let revision = i32::try_from(revision).map_err(|_| Error::Corrupt("revision"))?;
    let state = keys.seal(&context::exercise_state(id), &step.state)?;
    let mut update = progress::Entity::update_many()
        .col_expr(progress::Column::State, Expr::value(state))
        .col_expr(progress::Column::Revision, Expr::value(revision + 1))
        .col_expr(progress::Column::SteppedAt, Expr::value(now.micros()))
        .filter(progress::Column::Id.eq(id.uuid()))
        .filter(progress::Column::Revision.eq(revision));
    if step.is_attempt {
        let next = Expr::col(progress::Column::Attempts).add(1);
        update = update.col_expr(progress::Column::Attempts, next);
    }
    if step.passes {
        let first = Func::coalesce([Expr::col(progress::Column::PassedAt), Expr::value(now.micros())]);
        update = update.col_expr(progress::Column::PassedAt, first.into());
    }
    match update.exec(tx).await?.rows_affected {
        0 => Err(Refusal::RoundOver.into()),
        _ => Ok(()),
    }
}

/// Deletes the progress of one seat: in all exercises for another student, or in those that change the second factors.
pub(crate) async fn forget(tx: &Transaction, seat: &seat::Model, only_of_factors: bool) -> Result<()> {
    let forgotten = Exercise::ALL
        .into_iter()
        .filter(|exercise| !only_of_factors || exercise.changes_factors())
        .map(Exercise::code);
    progress::Entity::delete_many()
        .filter(progress::Column::ClassId.eq(seat.class_id))
        .filter(progress::Column::Number.eq(seat.number))
        .filter(progress::Column::Exercise.is_in(forgotten))
        .exec(tx)
        .await?;
    Ok(())
}
