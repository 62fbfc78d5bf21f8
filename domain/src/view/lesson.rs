//! Data of the lesson page, which shows students their own stages.

use crate::{class::ClassState, stage::StageTimes, time::Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonView {
    pub login: String,
    /// The number of the student's seat, which the teacher's board shows too.
    pub seat: u16,
    pub title: String,
    pub state: ClassState,
    pub stages: StageTimes,
    /// The end of the lesson, by the server's clock.
    pub expires: Timestamp,
    pub now: Timestamp,
    /// When the authenticator app shows the next code that was not used. Set only between stages 3 and 4, when the
    /// student needs such a code.
    pub next_code_at: Option<Timestamp>,
    pub recovery_codes_left: u32,
    /// The exercise with codes by mail or SMS, if the teacher has switched it on.
    pub messages: Option<MessagesExercise>,
}

/// A student's progress in the exercise with codes by mail or SMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagesExercise {
    /// This browser is the student's practice phone.
    pub phone_here: bool,
    pub sms: bool,
    pub email: bool,
    /// When the student first signed in with a code that came by mail or SMS.
    pub done: Option<Timestamp>,
}
