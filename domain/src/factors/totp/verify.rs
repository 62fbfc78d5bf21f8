//! Which codes the server accepts, and by how much the clock of a phone is wrong.

use super::{STEP_SECONDS, secret::TotpSecret, step::Step};
use crate::{code::Code, time::Timestamp};

/// How many time steps before and after the current one the server accepts.
const ACCEPTED_STEPS_AROUND: u64 = 1;
/// How many steps the set-up searches in each direction to detect a phone with a wrong clock: one hour.
const CLOCK_SEARCH_STEPS: u64 = 3600 / STEP_SECONDS;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The code is right and its step is later than the last accepted one. The caller must still store the step with
    /// one atomic update, which fails if a parallel request has stored it first.
    Valid(Step),
    /// The code is right, but a code of this step or of a later step was accepted before.
    AlreadyUsed(Step),
    Wrong,
}

/// Checks a code. `last` is the last step that this factor has accepted.
pub fn verify(secret: &TotpSecret, code: &Code, now: Timestamp, last: Option<Step>) -> Verdict {
    let steps = secret.matching_steps(code, now, ACCEPTED_STEPS_AROUND);
    let fresh = steps.iter().find(|step| last.is_none_or(|last| **step > last));
    match (fresh, steps.last()) {
        (Some(step), _) => Verdict::Valid(*step),
        (None, Some(step)) => Verdict::AlreadyUsed(*step),
        (None, None) => Verdict::Wrong,
    }
}

/// How many seconds the clock of the phone that made this code is ahead (positive) or behind (negative). `None` if no
/// wrong clock explains the code.
pub fn clock_offset(secret: &TotpSecret, code: &Code, now: Timestamp) -> Option<i64> {
    let current = Step::at(now).number();
    secret
        .matching_steps(code, now, CLOCK_SEARCH_STEPS)
        .into_iter()
        .map(Step::number)
        .filter(|step| step.abs_diff(current) > ACCEPTED_STEPS_AROUND)
        .min_by_key(|step| step.abs_diff(current))
        .map(|step| (step as i64 - current as i64) * STEP_SECONDS as i64)
}
