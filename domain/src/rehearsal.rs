//! The script of a rehearsal: a class whose students are simulated, for a teacher who wants to see a lesson before the
//! first one. The students walk ten times faster than a class.
//!
//! What a student does next follows from what the seat shows, so any replica can go on at any time.

use crate::stage::{Stage, StageTimes};
use core::time::Duration;

/// The first seat is not simulated: the teacher can be its student.
pub const REHEARSAL_SEATS: u16 = 12;
pub const OWN_SEAT: u16 = 1;
/// A rehearsal is deleted after this time.
pub const REHEARSAL_LIFE: Duration = Duration::from_secs(3600);
/// The students have done everything by then, also if the server was restarted or the class was paused meanwhile. What is
/// left then stays undone.
pub const WALK_LIFE: Duration = Duration::from_secs(600);
/// Rehearsals of the last hour that one network may have opened.
pub const MAX_PER_NETWORK: u64 = 3;
/// Rehearsals that all networks of one IPv6 site (/48) may open within an hour. A site has 65,536 networks, so without
/// this limit one visitor could open all rehearsals of the server.
pub const MAX_PER_IPV6_SITE: u32 = 6;
/// Rehearsals of the last hour on the whole site.
pub const MAX_REHEARSALS: u64 = 20;

/// What a simulated student does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    SignIn,
    WrongPassword,
    OpenSetUp,
    WrongCode,
    /// A code of a phone whose clock is some minutes behind.
    LateCode,
    Connect,
    /// Signs out, and in again with password and code.
    SignInWithCode,
    RaiseHand,
    SendMessage,
    AnswerMessage,
    /// Answers the open round of the exercise *message* without looking.
    GuessMessage,
}

/// When each act is due, counted from the opening of the rehearsal.
pub fn script(seat: u16) -> Vec<(Duration, Act)> {
    let (pace, acts): (u64, &[Act]) = match seat {
        OWN_SEAT => return Vec::new(),
        // Mistypes the password, and then needs help with the set-up.
        4 => (
            14,
            &[
                Act::WrongPassword,
                Act::WrongPassword,
                Act::SignIn,
                Act::OpenSetUp,
                Act::WrongCode,
                Act::RaiseHand,
            ],
        ),
        // The clock of the phone is wrong.
        7 => (12, &[Act::SignIn, Act::OpenSetUp, Act::LateCode, Act::LateCode]),
        // Stops after the first step.
        9 => (20, &[Act::SignIn]),
        // Is absent.
        12 => return Vec::new(),
        5 | 10 => (
            11,
            &[
                Act::SignIn,
                Act::OpenSetUp,
                Act::WrongCode,
                Act::Connect,
                Act::SignInWithCode,
            ],
        ),
        6 => (9, GUESSES),
        seat => (5 + u64::from(seat) % 4, ALL_RIGHT),
    };
    let begin = 3 + 2 * u64::from(seat);
    let due = |(n, act): (usize, &Act)| (Duration::from_secs(begin + pace * n as u64), *act);
    acts.iter().enumerate().map(due).collect()
}

/// What a seat shows of its student.
#[derive(Clone, Copy, Debug, Default)]
pub struct Traces {
    pub stages: StageTimes,
    /// Wrong passwords and wrong codes, ever since.
    pub failures: u32,
    /// The student has raised the hand, even if the teacher has taken it down since.
    pub has_called: bool,
    /// Messages that were sent or answered.
    pub message_steps: u32,
    pub has_passed_message: bool,
}

impl Act {
    /// Whether the seat counts this act as a failure.
    pub const fn is_failure(self) -> bool {
        matches!(self, Self::WrongPassword | Self::WrongCode | Self::LateCode)
    }

    const fn is_of_message(self) -> bool {
        matches!(self, Self::SendMessage | Self::AnswerMessage | Self::GuessMessage)
    }
}

/// The first act of the script that the seat does not show, with the time at which it is due.
fn next(seat: u16, seen: &Traces) -> Option<(Duration, Act)> {
    let (mut failures, mut message_steps) = (0, 0);
    script(seat).into_iter().find(|(_, act)| {
        failures += u32::from(act.is_failure());
        message_steps += u32::from(act.is_of_message());
        let is_done = match act {
            Act::SignIn => seen.stages.is_reached(Stage::SignedIn),
            Act::OpenSetUp => seen.stages.is_reached(Stage::SetupOpened),
            Act::Connect => seen.stages.is_reached(Stage::Connected),
            Act::SignInWithCode => seen.stages.is_reached(Stage::SignedIn2fa),
            Act::RaiseHand => seen.has_called,
            Act::WrongPassword | Act::WrongCode | Act::LateCode => seen.failures >= failures,
            Act::SendMessage | Act::AnswerMessage | Act::GuessMessage => {
                seen.has_passed_message || seen.message_steps >= message_steps
            }
        };
        !is_done
    })
}

/// What the student does now, at this time after the opening.
pub fn due(seat: u16, elapsed: Duration, seen: &Traces) -> Option<Act> {
    next(seat, seen).filter(|(due, _)| *due <= elapsed).map(|(_, act)| act)
}

/// Whether the student has done everything.
pub fn is_over(seat: u16, seen: &Traces) -> bool {
    next(seat, seen).is_none()
}

/// A student who is always right passes the exercise *message* in five rounds.
const ALL_RIGHT: &[Act] = &[
    Act::SignIn,
    Act::OpenSetUp,
    Act::Connect,
    Act::SignInWithCode,
    Act::SendMessage,
    Act::AnswerMessage,
    Act::SendMessage,
    Act::AnswerMessage,
    Act::SendMessage,
    Act::AnswerMessage,
    Act::SendMessage,
    Act::AnswerMessage,
    Act::SendMessage,
    Act::AnswerMessage,
];

const GUESSES: &[Act] = &[
    Act::SignIn,
    Act::OpenSetUp,
    Act::Connect,
    Act::SignInWithCode,
    Act::SendMessage,
    Act::GuessMessage,
    Act::SendMessage,
    Act::GuessMessage,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    #[test]
    fn a_rehearsal_shows_what_happens_in_a_class() {
        let scripts: Vec<_> = (1..=REHEARSAL_SEATS).map(script).collect();
        let having = |act: Act| {
            scripts
                .iter()
                .filter(|acts| acts.iter().any(|(_, other)| *other == act))
                .count()
        };
        assert!(scripts[usize::from(OWN_SEAT) - 1].is_empty());
        assert_eq!((having(Act::RaiseHand), having(Act::LateCode)), (1, 1));
        assert!(having(Act::SignInWithCode) >= 7 && having(Act::WrongPassword) == 1);
        // Short of the limit of wrong answers: five are free.
        let wrong = |act: &Act| matches!(act, Act::WrongPassword | Act::WrongCode | Act::LateCode);
        assert!(
            scripts
                .iter()
                .all(|acts| acts.iter().filter(|(_, act)| wrong(act)).count() < 5)
        );
    }

    #[test]
    fn the_students_are_done_after_two_minutes() {
        for seat in 1..=REHEARSAL_SEATS {
            let acts = script(seat);
            assert!(acts.is_sorted_by_key(|(due, _)| *due), "{seat}");
            assert!(acts.iter().all(|(due, _)| *due <= Duration::from_secs(130)), "{seat}");
        }
    }

    /// A student who does everything that is due, once a second, with a new look at the seat each time.
    fn walks(seat: u16, seconds: impl Iterator<Item = u64>) -> (Traces, Vec<Act>) {
        let (mut seen, mut acts) = (Traces::default(), Vec::new());
        for second in seconds {
            let Some(act) = due(seat, Duration::from_secs(second), &seen) else {
                continue;
            };
            acts.push(act);
            let mut reach = |stage| seen.stages = seen.stages.reach(stage, Timestamp::default()).unwrap();
            match act {
                Act::SignIn => reach(Stage::SignedIn),
                Act::OpenSetUp => reach(Stage::SetupOpened),
                Act::Connect => reach(Stage::Connected),
                Act::SignInWithCode => reach(Stage::SignedIn2fa),
                Act::RaiseHand => seen.has_called = true,
                act if act.is_failure() => seen.failures += 1,
                _ => seen.message_steps += 1,
            }
        }
        (seen, acts)
    }

    #[test]
    fn each_student_does_each_act_once_and_in_order() {
        for seat in 1..=REHEARSAL_SEATS {
            let written: Vec<Act> = script(seat).into_iter().map(|(_, act)| act).collect();
            let (seen, acts) = walks(seat, 0..=150);
            assert_eq!(acts, written, "{seat}");
            assert!(is_over(seat, &seen), "{seat}");
            // Also after a gap, in which no replica moved the students.
            let (seen, acts) = walks(seat, (0..40).chain(200..230));
            assert_eq!(acts, written, "{seat}");
            assert!(is_over(seat, &seen), "{seat}");
        }
    }

    #[test]
    fn a_student_who_has_passed_the_exercise_sends_no_further_message() {
        let done = Traces {
            stages: StageTimes::from_times([Some(Timestamp::default()); 4]),
            message_steps: 6,
            ..Traces::default()
        };
        assert_eq!(due(2, WALK_LIFE, &done), Some(Act::SendMessage));
        let passed = Traces {
            has_passed_message: true,
            ..done
        };
        assert_eq!(due(2, WALK_LIFE, &passed), None);
        assert!(is_over(2, &passed) && !is_over(2, &done));
    }

    #[test]
    fn a_student_whose_factor_was_reset_connects_again() {
        let reset = Traces {
            stages: StageTimes::from_times([Some(Timestamp::default()), None, None, None]),
            failures: 1,
            ..Traces::default()
        };
        assert_eq!(due(5, WALK_LIFE, &reset), Some(Act::OpenSetUp));
    }
}
