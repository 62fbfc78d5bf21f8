//! What the board says about a seat: not here yet, working, stuck or done, and which seats need the teacher first.

use crate::{
    exercises::{OpenedLesson, next_exercise},
    seat_failure::SeatFailure,
    time::Timestamp,
    view::SeatView,
};
use core::time::Duration;

/// A student who has signed in is stuck after this time without a new stage, and in the exercises without a step. If the
/// teacher has reset the second factors meanwhile, the time counts from the reset.
pub const STUCK_AFTER: Duration = Duration::from_secs(180);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeatState {
    /// No student has signed in to the seat, whether its login was handed out or not.
    NotHere,
    /// The student reached the latest stage at this time, or made the latest step in the exercises that are open, or
    /// begins again since then with other second factors.
    Working {
        since: Timestamp,
    },
    Stuck {
        why: Trouble,
        since: Timestamp,
    },
    /// The student has finished the stages and passed all exercises that are open.
    Done,
}

/// Why a student is stuck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The last attempt failed.
    Failed(SeatFailure),
    /// Further attempts are refused until this time, which is in the future.
    Locked { until: Timestamp },
    /// No attempt failed, but for a long time no new stage was reached, or no step was made in an exercise.
    NoProgress,
}

impl SeatState {
    pub fn at(seat: &SeatView, lesson: impl Into<OpenedLesson>, now: Timestamp) -> Self {
        let locked = seat
            .failure
            .and_then(|failure| Some((failure.locked_until?, failure.at)));
        if let Some((until, since)) = locked.filter(|(until, _)| *until > now) {
            let why = Trouble::Locked { until };
            return Self::Stuck { why, since };
        }
        let latest = match seat.stages.next() {
            Some(_) => {
                let latest = seat.stages.latest();
                latest.map(|latest| latest.max(seat.reset_at.unwrap_or(latest)))
            }
            None => match latest_in_exercises(seat, lesson.into()) {
                Some(latest) => Some(latest),
                None => return Self::Done,
            },
        };
        if let Some(failure) = seat.failure {
            let why = Trouble::Failed(failure.why);
            return Self::Stuck { why, since: failure.at };
        }
        match latest {
            None => Self::NotHere,
            Some(since) if now.since(since) >= STUCK_AFTER => Self::Stuck {
                why: Trouble::NoProgress,
                since,
            },
            Some(since) => Self::Working { since },
        }
    }

    pub const fn is_stuck(self) -> bool {
        matches!(self, Self::Stuck { .. })
    }

    /// An attempt of the student has failed or is refused.
    pub const fn has_failed(self) -> bool {
        self.urgency() == 0
    }

    /// Since when the student has been stuck, or has worked at the current stage or exercise.
    pub const fn since(self) -> Option<Timestamp> {
        match self {
            Self::Working { since } | Self::Stuck { since, .. } => Some(since),
            Self::NotHere | Self::Done => None,
        }
    }

    /// When this state changes by itself, without an event: a student who works becomes stuck, and a lock ends.
    pub fn ends_at(self) -> Option<Timestamp> {
        match self {
            Self::Working { since } => Some(since.after(STUCK_AFTER)),
            Self::Stuck {
                why: Trouble::Locked { until },
                ..
            } => Some(until),
            Self::Stuck { .. } | Self::NotHere | Self::Done => None,
        }
    }

    const fn urgency(self) -> u8 {
        match self {
            Self::Stuck {
                why: Trouble::Failed(_) | Trouble::Locked { .. },
                ..
            } => 0,
            Self::Stuck {
                why: Trouble::NoProgress,
                ..
            } => 1,
            Self::Working { .. } => 2,
            Self::NotHere => 3,
            Self::Done => 4,
        }
    }
}

/// When a student who has finished the stages last came forward in the exercises: by a badge, by a step, or because the
/// teacher opened the next exercise. `None` if no open exercise is left.
fn latest_in_exercises(seat: &SeatView, lesson: OpenedLesson) -> Option<Timestamp> {
    let next = next_exercise(lesson.lesson, &seat.exercises)?;
    let steps = seat.exercises.iter().flat_map(|badge| [badge.passed, badge.stepped]);
    let others = [seat.stages.latest(), lesson.gates_opened.at(next)];
    steps.chain(others).flatten().max()
}

/// Sort key of the order "needs you first": failed attempts, then students without progress, then working students,
/// each with the longest wait first; then seats without a student, and students who are done.
pub fn needs_first(seat: &SeatView, lesson: impl Into<OpenedLesson>, now: Timestamp) -> (u8, Timestamp, u16) {
    let state = SeatState::at(seat, lesson, now);
    (state.urgency(), state.since().unwrap_or_default(), seat.number)
}

#[cfg(test)]
mod tests;
