//! What a student has done of the exercise: the code word, the refused file, and the question at the end.

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// The answers to the question why the server refused a file to a student who was signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The password was not good enough.
    Password,
    /// The server knows who the student is, but this role may not open the file.
    Permission,
    /// The server forgot who the student is.
    Session,
}

impl Reason {
    pub const ALL: [Self; 3] = [Self::Password, Self::Permission, Self::Session];

    /// The value of the form field.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Permission => "permission",
            Self::Session => "session",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// The order in which a seat sees the answers, so that the place of an answer says nothing to the neighbour.
    pub fn in_order_of_seat(number: u16) -> [Self; 3] {
        let mut order = Self::ALL;
        order.rotate_left(usize::from(number / 3 + number) % Self::ALL.len());
        order
    }

    const fn is_right(self) -> bool {
        matches!(self, Self::Permission)
    }
}

/// A wrong answer, which the page explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mistake {
    Word,
    Reason(Reason),
}

/// What a student has done of the exercise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FilesProgress {
    /// The code word of the own role was entered.
    pub word: bool,
    /// The server has refused a file of another role to this seat.
    pub refused: bool,
    /// The question was answered right.
    pub explained: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mistake: Option<Mistake>,
}

impl FilesProgress {
    pub const fn entered(self, word_is_right: bool) -> Self {
        let mistake = if word_is_right || self.word {
            None
        } else {
            Some(Mistake::Word)
        };
        Self {
            word: self.word || word_is_right,
            mistake,
            ..self
        }
    }

    pub const fn after_refusal(self) -> Self {
        Self { refused: true, ..self }
    }

    /// The question comes last: it asks about the refusal that the student has seen.
    pub const fn answered(self, reason: Reason) -> Result<Self, Refusal> {
        if !self.asks() {
            return Err(Refusal::RoundOver);
        }
        let right = reason.is_right();
        let mistake = if right { None } else { Some(Mistake::Reason(reason)) };
        Ok(Self {
            explained: right,
            mistake,
            ..self
        })
    }

    /// Whether the page shows the question.
    pub const fn asks(self) -> bool {
        self.word && self.refused && !self.explained
    }

    pub const fn passed(self) -> bool {
        self.word && self.refused && self.explained
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_refusal_and_answer_pass_the_exercise() {
        let progress = FilesProgress::default().entered(true).after_refusal();
        assert!(progress.asks() && !progress.passed());
        let passed = progress.answered(Reason::Permission).unwrap();
        assert!(passed.passed() && !passed.asks());
        assert_eq!(
            passed.answered(Reason::Password),
            Err(Refusal::RoundOver),
            "a badge does not turn grey"
        );
        assert_eq!(
            FilesProgress::default().after_refusal().entered(true),
            progress,
            "in any order"
        );
    }

    #[test]
    fn nothing_less_passes() {
        let start = FilesProgress::default();
        for progress in [
            start,
            start.entered(true),
            start.after_refusal(),
            start.entered(false).after_refusal(),
        ] {
            assert_eq!(progress.answered(Reason::Permission), Err(Refusal::RoundOver));
            assert!(!progress.passed());
        }
        let asked = start.entered(true).after_refusal();
        for reason in [Reason::Password, Reason::Session] {
            let wrong = asked.answered(reason).unwrap();
            assert!(!wrong.passed() && wrong.asks());
            assert_eq!(wrong.mistake, Some(Mistake::Reason(reason)));
            assert_eq!(wrong.answered(Reason::Permission).unwrap().mistake, None);
        }
        assert_eq!(start.entered(false).mistake, Some(Mistake::Word));
        assert!(start.entered(true).entered(false).word, "what was done stays done");
    }

    #[test]
    fn what_is_stored_is_read_back_and_old_states_are_understood() {
        let progress = FilesProgress::default().entered(true).after_refusal();
        let stored = serde_json::to_string(&progress.answered(Reason::Session).unwrap()).unwrap();
        assert_eq!(
            serde_json::from_str::<FilesProgress>(&stored).unwrap(),
            progress.answered(Reason::Session).unwrap()
        );
        assert_eq!(
            serde_json::from_str::<FilesProgress>("{}").unwrap(),
            FilesProgress::default()
        );
    }

    #[test]
    fn neighbours_see_the_answers_in_different_orders() {
        for seat in 1..=60_u16 {
            let order = Reason::in_order_of_seat(seat);
            assert!(Reason::ALL.iter().all(|reason| order.contains(reason)));
        }
        assert_ne!(Reason::in_order_of_seat(1), Reason::in_order_of_seat(2));
    }
}
