//! The student's own page.

use crate::{class::ClassState, stage::StageTimes, time::Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonView {
    pub login: String,
    pub title: String,
    pub state: ClassState,
    pub stages: StageTimes,
    /// When the lesson is over, by the server's clock.
    pub expires: Timestamp,
    pub now: Timestamp,
    /// When the authenticator shows a code that was not used yet; only while that matters.
    pub next_code_at: Option<Timestamp>,
    pub recovery_codes_left: u32,
    /// The exercise with codes by message, where the teacher has switched it on.
    pub messages: Option<MessagesExercise>,
}

/// How far a student is with codes by message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagesExercise {
    /// This browser holds her practice number.
    pub phone_here: bool,
    pub sms: bool,
    pub email: bool,
    /// When she first signed in with such a code.
    pub done: Option<Timestamp>,
}
