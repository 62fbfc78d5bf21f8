//! Data of the lesson page, which shows students their own stages.

use crate::{
    class::ClassState,
    exercises::{ExerciseBadge, Lesson, recovery::RecoveryStep},
    hand::Hand,
    questions::Phase,
    stage::StageTimes,
    time::Timestamp,
};
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
    /// The exercises of the class and their gates.
    pub lesson: Lesson,
    /// What the open page follows; see `LessonState`.
    pub shown: String,
    /// The exercises that the student has begun.
    pub exercises: Vec<ExerciseBadge>,
    /// The student's raised hand.
    pub hand: Option<Hand>,
    /// The questions that the student is asked now.
    pub questions: Option<Phase>,
}

/// What an open page of a student follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonState {
    pub state: ClassState,
    /// The settings of the class that students' pages show: exercises with their gates, language, phones. A page only
    /// compares the text.
    pub shown: String,
}

impl LessonState {
    /// `lesson` is the stored text of the exercises.
    pub fn new(state: ClassState, lesson: &str, locale: &str, phones: bool) -> Self {
        let phones = if phones { "phones" } else { "" };
        Self {
            state,
            shown: format!("{lesson} {locale} {phones}"),
        }
    }
}

/// The exercise with codes by mail or SMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagesView {
    pub state: ClassState,
    /// This browser is the student's practice phone.
    pub phone_here: bool,
    pub sms: bool,
    pub email: bool,
    /// When the student first signed in with a code that came by mail or SMS.
    pub passed: Option<Timestamp>,
}

/// The exercise *lost phone*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryView {
    pub state: ClassState,
    /// `None` before the first step.
    pub step: Option<RecoveryStep>,
    pub passed: Option<Timestamp>,
    pub recovery_codes_left: u32,
}
