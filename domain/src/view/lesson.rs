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
    /// What the open lesson page follows in addition; see `LessonState`.
    pub asked: String,
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
    /// The settings that decide when students are asked the questions: which questions the class has, and the debrief.
    /// Only the lesson page compares this text. It is empty if a server of an earlier release has sent the state.
    #[serde(default)]
    pub asked: String,
}

impl LessonState {
    /// `lesson` and `questions` are the stored texts of the class.
    pub fn new(state: ClassState, lesson: &str, locale: &str, phones: bool, questions: &str, debrief: bool) -> Self {
        let phones = if phones { "phones" } else { "" };
        // Without questions the debrief changes nothing on the pages of students.
        let debrief = if debrief && !questions.is_empty() {
            "debrief"
        } else {
            ""
        };
        Self {
            state,
            shown: format!("{lesson} {locale} {phones}"),
            asked: format!("{questions} {debrief}"),
        }
    }

    /// Whether a page with these values is up to date. A page without one of the texts does not compare it.
    pub fn is_on_page(&self, state: ClassState, shown: Option<&str>, asked: Option<&str>) -> bool {
        let asks_the_same = |asked: &str| self.asked.is_empty() || asked == self.asked;
        state == self.state && shown.is_none_or(|shown| shown == self.shown) && asked.is_none_or(asks_the_same)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn state(questions: &str, debrief: bool) -> LessonState {
        LessonState::new(ClassState::Open, "message:open", "en", true, questions, debrief)
    }

    #[test]
    fn only_a_page_with_the_text_compares_questions_and_debrief() {
        let before = state("own", false);
        let (shown, asked) = (Some(before.shown.as_str()), Some(before.asked.as_str()));
        for now in [state("own", true), state("built_in", false), state("", false)] {
            assert!(now.is_on_page(ClassState::Open, shown, None), "{now:?}");
            assert!(!now.is_on_page(ClassState::Open, shown, asked), "{now:?}");
        }
        assert!(before.is_on_page(ClassState::Open, shown, asked));
        assert!(!before.is_on_page(ClassState::Paused, None, asked));
        assert!(!before.is_on_page(ClassState::Open, Some("message:later en phones"), asked));
    }

    #[test]
    fn the_debrief_of_a_class_without_questions_changes_no_page() {
        assert_eq!(state("", true), state("", false));
    }

    #[test]
    fn a_state_of_an_earlier_release_reloads_no_page() {
        let page = state("own", true);
        let earlier = serde_json::json!({ "state": page.state, "shown": page.shown });
        let earlier: LessonState = serde_json::from_value(earlier).unwrap();
        assert!(earlier.is_on_page(ClassState::Open, Some(&page.shown), Some(&page.asked)));
        assert!(
            !state("", false).asked.is_empty(),
            "an empty text means an earlier release"
        );
    }
}
