//! Response bodies for exercises and raised hands.

use super::rfc3339;
use domain::{
    exercises::{Exercise, ExerciseBadge, Gate, Lesson},
    hand::Hand,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GateName {
    Off,
    /// Students see that the exercise comes
    Later,
    Open,
}

impl From<GateName> for Gate {
    fn from(gate: GateName) -> Self {
        match gate {
            GateName::Off => Self::Off,
            GateName::Later => Self::Later,
            GateName::Open => Self::Open,
        }
    }
}

impl From<Gate> for GateName {
    fn from(gate: Gate) -> Self {
        match gate {
            Gate::Off => Self::Off,
            Gate::Later => Self::Later,
            Gate::Open => Self::Open,
        }
    }
}

/// The gate of every exercise, in alphabetical order
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "files": "later", "message": "open", "messages": "off", "passkey": "off", "phishing": "off", "recovery": "off" }))]
pub struct Gates(BTreeMap<&'static str, GateName>);

impl From<Lesson> for Gates {
    fn from(lesson: Lesson) -> Self {
        let gates = Exercise::ALL.map(|exercise| (exercise.code(), lesson.gate(exercise).into()));
        Self(gates.into())
    }
}

#[derive(Serialize, ToSchema)]
pub struct Exercises {
    pub exercises: Gates,
}

/// The progress of a student in one exercise
#[derive(Serialize, ToSchema)]
pub struct ExerciseProgress {
    #[schema(example = "message")]
    exercise: &'static str,
    /// Number of answers
    attempts: u32,
    #[schema(format = DateTime)]
    passed_at: Option<String>,
}

impl From<ExerciseBadge> for ExerciseProgress {
    fn from(badge: ExerciseBadge) -> Self {
        Self {
            exercise: badge.exercise.code(),
            attempts: badge.attempts,
            passed_at: badge.passed.map(rfc3339),
        }
    }
}

/// A call for help
#[derive(Serialize, ToSchema)]
pub struct RaisedHand {
    #[schema(format = DateTime)]
    raised_at: String,
    /// Number of hints that the student has got
    hints: u8,
}

impl From<Hand> for RaisedHand {
    fn from(hand: Hand) -> Self {
        Self {
            raised_at: rfc3339(hand.raised),
            hints: hand.hints,
        }
    }
}
