//! When the teacher opened each exercise of a class, so that the board can tell how long a student has had it.

use super::{
    Exercise, Lesson,
    lesson::{read_by_exercise, write_by_exercise},
};
use crate::time::Timestamp;
use core::fmt;
use serde::{Deserialize, Serialize};

/// The time at which each gate was opened; `None` for a gate that is closed, and for one that was opened by a release
/// that did not store the time. It is stored and sent as text, such as `message:1764496800000000`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct GateTimes([Option<Timestamp>; Exercise::ALL.len()]);

impl GateTimes {
    /// The times of a lesson in which all open gates were opened now.
    pub fn of(lesson: Lesson, now: Timestamp) -> Self {
        Self::default().changed(Lesson::default(), lesson, now)
    }

    /// The times after a change of the lesson. A gate that stays open keeps its time.
    #[must_use]
    pub fn changed(mut self, before: Lesson, after: Lesson, now: Timestamp) -> Self {
        for exercise in Exercise::ALL {
            let opened = &mut self.0[exercise.index()];
            match (before.is_open(exercise), after.is_open(exercise)) {
                (false, true) => *opened = Some(now),
                (_, false) => *opened = None,
                (true, true) => {}
            }
        }
        self
    }

    pub const fn at(self, exercise: Exercise) -> Option<Timestamp> {
        self.0[exercise.index()]
    }

    /// Reads the stored text. Exercises that this program does not know are left out.
    pub fn parse(text: &str) -> Self {
        Self(read_by_exercise(text, |opened| {
            opened.parse().ok().map(Timestamp::from_micros)
        }))
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for GateTimes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_by_exercise(f, self.0.map(|opened| opened.map(Timestamp::micros)))
    }
}

impl From<String> for GateTimes {
    fn from(text: String) -> Self {
        Self::parse(&text)
    }
}

impl From<GateTimes> for String {
    fn from(times: GateTimes) -> Self {
        times.to_string()
    }
}

/// A lesson with the times of its gates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenedLesson {
    pub lesson: Lesson,
    pub gates_opened: GateTimes,
}

impl From<Lesson> for OpenedLesson {
    fn from(lesson: Lesson) -> Self {
        Self {
            lesson,
            gates_opened: GateTimes::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exercises::Gate;
    use proptest::prelude::*;

    const fn second(n: i64) -> Timestamp {
        Timestamp::from_seconds(n)
    }

    #[test]
    fn a_gate_keeps_the_time_at_which_it_was_opened() {
        let first = Lesson::of([Exercise::Message, Exercise::Files]);
        let times = GateTimes::of(first, second(10));
        assert_eq!(times.at(Exercise::Message), Some(second(10)));
        assert_eq!(times.at(Exercise::Files), None);
        let both = first.with_next_open().unwrap();
        let times = times.changed(first, both, second(300));
        assert_eq!(times.at(Exercise::Message), Some(second(10)));
        assert_eq!(times.at(Exercise::Files), Some(second(300)));
        let closed = both.with(Exercise::Message, Gate::Later);
        let times = times.changed(both, closed, second(400));
        assert_eq!(times.at(Exercise::Message), None);
        let times = times.changed(closed, both, second(500));
        assert_eq!(times.at(Exercise::Message), Some(second(500)));
        assert_eq!(times.at(Exercise::Files), Some(second(300)));
    }

    #[test]
    fn unknown_exercises_are_left_out() {
        let times = GateTimes::parse("juggling:5 message:x files:7000000 files");
        assert_eq!(times.to_string(), "files:7000000");
        assert!(GateTimes::parse("").is_empty());
    }

    proptest! {
        #[test]
        fn the_times_survive_their_text_and_fit_into_their_column(
            opened in prop::collection::vec(prop::option::of(0..9_000_000_000_000_000_i64), Exercise::ALL.len()),
        ) {
            let mut times = GateTimes::default();
            for (exercise, at) in Exercise::ALL.into_iter().zip(opened) {
                times.0[exercise.index()] = at.map(Timestamp::from_micros);
            }
            prop_assert_eq!(GateTimes::parse(&times.to_string()), times);
            prop_assert!(times.to_string().len() <= 255);
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,60}") {
            let _ = GateTimes::parse(&text);
        }
    }
}
