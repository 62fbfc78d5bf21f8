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
}
