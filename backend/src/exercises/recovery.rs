//! The exercise *lost phone*. The sign-in and the set-up report the three events of the student here, in their own
//! transaction.

use super::{
    Exercises,
    progress::{Step, read, record},
};
use crate::{Result, access::SignedIn, crypto::Keyring, db::Transaction, students::progress::StudentSeat};
use domain::{
    class::ClassState,
    exercises::{
        Exercise,
        recovery::{RecoveryEvent, RecoveryOutcome, RecoveryStep},
    },
    time::Timestamp,
    view::RecoveryView,
};

impl Exercises {
    pub async fn recovery(&self, who: &SignedIn) -> Result<RecoveryView> {
        let entered = self.enter(who, Exercise::Recovery).await?;
        let recovery_codes_left = crate::members::queries::recovery_codes_left(&self.db.read, who.account()).await?;
        Ok(RecoveryView {
            state: entered.class_state(self.clock.now()),
            step: step_of(&entered.progress.state),
            passed: entered.progress.passed,
            recovery_codes_left,
        })
    }
}

fn step_of(state: &[u8]) -> Option<RecoveryStep> {
    RecoveryStep::from_code(str::from_utf8(state).ok()?)
}

/// Whether the student does this exercise now. It needs no query.
pub(crate) fn is_open(place: &StudentSeat, now: Timestamp) -> bool {
    let class = place.class_state(now);
    class == ClassState::Open && place.lesson().admits(Exercise::Recovery, place.stages(), class).is_ok()
}

/// Records an event of a student. The row of the student's account is locked, so the events of one student run one after
/// the other.
pub(crate) async fn happened(
    tx: &Transaction,
    keys: &Keyring,
    place: &StudentSeat,
    event: RecoveryEvent,
    now: Timestamp,
) -> Result<()> {
    if !is_open(place, now) {
        return Ok(());
    }
    let known = read(tx, keys, place, Exercise::Recovery).await?;
    let step = step_of(&known.state);
    let (state, passes) = match RecoveryStep::after(step, event) {
        RecoveryOutcome::Nothing => return Ok(()),
        RecoveryOutcome::Step(step) => (Some(step), false),
        // A student who does the exercise again begins with the first step.
        RecoveryOutcome::Passed => (None, true),
    };
    let step = Step {
        state: state.map_or_else(Vec::new, |step| step.code().into()),
        is_attempt: event == RecoveryEvent::SignedInWithRecoveryCode,
        passes,
    };
    record(tx, keys, place, (Exercise::Recovery, &known), &step, now).await
}
