//! The script of a rehearsal: a class whose students are simulated, for a teacher who wants to see a lesson before the
//! first one. The students walk ten times faster than a class.

use core::time::Duration;

/// The first seat is not simulated: the teacher can be its student.
pub const REHEARSAL_SEATS: u16 = 12;
pub const OWN_SEAT: u16 = 1;
/// A rehearsal is deleted after this time.
pub const REHEARSAL_LIFE: Duration = Duration::from_secs(3600);
/// Running rehearsals that one network may have opened.
pub const MAX_PER_NETWORK: u64 = 3;
/// Running rehearsals on the whole site.
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
}
