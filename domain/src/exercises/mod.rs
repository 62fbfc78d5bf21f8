//! The exercises that follow the four stages: which exercises exist, which of them a class has, and what a student has
//! passed.

pub mod addresses;
mod badge;
pub mod draws;
pub mod files;
mod gate_times;
mod lesson;
pub mod message;
pub mod passkey;
pub mod phishing;
mod preset;
pub mod recovery;

pub use badge::{ExerciseBadge, Standing, next_exercise, passed_at, standing};
pub use gate_times::{GateTimes, OpenedLesson};
pub use lesson::{Gate, Lesson};
pub use preset::Preset;

use serde::{Deserialize, Serialize};

/// An exercise, in the order in which students do them. A new exercise is added to this list and to `ALL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exercise {
    /// A message is altered, cut off or read on its way.
    Message,
    /// Files that only some roles may open.
    Files,
    /// The phone is lost: recovery code, new authenticator, sign-in.
    Recovery,
    /// A sign-in with a code by mail or SMS.
    Messages,
    /// A passkey on the practice phone, which signs for one site only.
    Passkey,
    /// A page of a thief, who gets in with password and code, and not with a passkey.
    Phishing,
}

impl Exercise {
    pub const ALL: [Self; 6] = [
        Self::Message,
        Self::Files,
        Self::Recovery,
        Self::Messages,
        Self::Passkey,
        Self::Phishing,
    ];

    pub const fn index(self) -> usize {
        self as usize
    }

    /// The name that addresses, the API and the database use.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Files => "files",
            Self::Recovery => "recovery",
            Self::Messages => "messages",
            Self::Passkey => "passkey",
            Self::Phishing => "phishing",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|exercise| exercise.code() == code)
    }

    /// The exercise changes the second factors of the student. If a teacher resets the factors, the student does it
    /// again.
    pub const fn changes_factors(self) -> bool {
        matches!(self, Self::Recovery | Self::Messages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exercise_has_its_place_and_its_own_code() {
        for (index, exercise) in Exercise::ALL.into_iter().enumerate() {
            assert_eq!(exercise.index(), index);
            assert_eq!(Exercise::from_code(exercise.code()), Some(exercise));
            assert_eq!(
                serde_json::to_value(exercise).unwrap(),
                serde_json::json!(exercise.code())
            );
        }
        assert_eq!(Exercise::from_code("sign-in"), None);
    }
}
