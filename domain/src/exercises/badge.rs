//! What a student has done in the exercises, and what comes next.

use super::{Exercise, Gate, Lesson};
use crate::time::Timestamp;
use core::fmt::Write as _;
use serde::{Deserialize, Serialize};

/// A student's progress in one exercise. Field names in JSON are short, because each open board gets them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExerciseBadge {
    #[serde(rename = "x")]
    pub exercise: Exercise,
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<Timestamp>,
    /// How many answers the student has given.
    #[serde(rename = "n", default, skip_serializing_if = "is_zero")]
    pub attempts: u32,
    /// When the student took the last step.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub stepped: Option<Timestamp>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_zero(n: &u32) -> bool {
    *n == 0
}

impl ExerciseBadge {
    /// Stores badges as text, with the time from the opening of the class to each pass. It contains no name.
    pub fn to_result(badges: &[Self], opened: Timestamp) -> String {
        let mut text = String::new();
        for badge in badges {
            let after = badge.passed.map(|at| at.micros() - opened.micros());
            let after = after.map(|after| after.to_string()).unwrap_or_default();
            let separator = if text.is_empty() { "" } else { " " };
            let _ = write!(text, "{separator}{}:{}:{after}", badge.exercise.code(), badge.attempts);
        }
        text
    }

    /// Reads the text of `to_result`. Exercises that this program does not know are left out.
    pub fn from_result(text: &str, opened: Timestamp) -> Vec<Self> {
        let badge = |word: &str| {
            let mut parts = word.split(':');
            let exercise = Exercise::from_code(parts.next()?)?;
            let attempts = parts.next()?.parse().ok()?;
            let after: Option<i64> = parts.next()?.parse().ok();
            Some(Self {
                exercise,
                passed: after.map(|after| Timestamp::from_micros(opened.micros().saturating_add(after))),
                attempts,
                stepped: None,
            })
        };
        text.split_whitespace().filter_map(badge).collect()
    }
}

pub fn passed_at(badges: &[ExerciseBadge], exercise: Exercise) -> Option<Timestamp> {
    badges.iter().find(|badge| badge.exercise == exercise)?.passed
}

/// The exercise that the student does next: the first open one without a badge.
pub fn next_exercise(lesson: Lesson, badges: &[ExerciseBadge]) -> Option<Exercise> {
    lesson
        .exercises()
        .find(|exercise| lesson.is_open(*exercise) && passed_at(badges, *exercise).is_none())
}

/// How the lesson page shows an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Passed(Timestamp),
    /// The first exercise that the student can do now.
    Next,
    /// Another exercise that the student can do now.
    Open,
    /// The teacher opens the exercise.
    Later,
}

/// `None` for an exercise that the lesson does not have and that the student has not passed.
pub fn standing(lesson: Lesson, badges: &[ExerciseBadge], exercise: Exercise) -> Option<Standing> {
    match (passed_at(badges, exercise), lesson.gate(exercise)) {
        (Some(at), _) => Some(Standing::Passed(at)),
        (None, Gate::Off) => None,
        (None, Gate::Later) => Some(Standing::Later),
        (None, Gate::Open) if next_exercise(lesson, badges) == Some(exercise) => Some(Standing::Next),
        (None, Gate::Open) => Some(Standing::Open),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn badge(exercise: Exercise, passed: Option<i64>) -> ExerciseBadge {
        ExerciseBadge {
            exercise,
            passed: passed.map(Timestamp::from_seconds),
            attempts: 2,
            stepped: None,
        }
    }

    #[test]
    fn a_student_sees_what_is_done_what_is_next_and_what_the_teacher_opens() {
        let lesson = Lesson::of([Exercise::Message, Exercise::Files, Exercise::Messages]);
        let badges = [badge(Exercise::Message, Some(5))];
        assert_eq!(next_exercise(lesson, &[]), Some(Exercise::Message));
        assert_eq!(
            next_exercise(lesson, &badges),
            None,
            "the teacher has opened no other exercise"
        );
        let open = lesson.with_next_open().unwrap().with_next_open().unwrap();
        let standings = [
            Exercise::Message,
            Exercise::Files,
            Exercise::Recovery,
            Exercise::Messages,
        ]
        .map(|exercise| standing(open, &badges, exercise));
        assert_eq!(
            standings,
            [
                Some(Standing::Passed(Timestamp::from_seconds(5))),
                Some(Standing::Next),
                None,
                Some(Standing::Open),
            ]
        );
        assert_eq!(standing(lesson, &badges, Exercise::Files), Some(Standing::Later));
    }

    #[test]
    fn a_badge_stays_when_its_exercise_is_closed_or_switched_off() {
        let badges = [badge(Exercise::Files, Some(7))];
        let passed = Some(Standing::Passed(Timestamp::from_seconds(7)));
        for gate in Gate::ALL {
            let lesson = Lesson::default().with(Exercise::Files, gate);
            assert_eq!(standing(lesson, &badges, Exercise::Files), passed);
        }
    }

    #[test]
    fn a_wrong_answer_gives_no_badge() {
        let lesson = Lesson::of([Exercise::Message]);
        let badges = [badge(Exercise::Message, None)];
        assert_eq!(standing(lesson, &badges, Exercise::Message), Some(Standing::Next));
    }

    proptest! {
        #[test]
        fn results_survive_the_deletion_of_the_class(
            opened in 0..4_000_000_000_i64,
            kept in prop::collection::vec((0..Exercise::ALL.len(), prop::option::of(0..900_000_i64), 0..1000_u32), 0..4),
        ) {
            let opened = Timestamp::from_seconds(opened);
            let badges: Vec<_> = kept
                .into_iter()
                .map(|(index, after, attempts)| ExerciseBadge {
                    exercise: Exercise::ALL[index],
                    passed: after.map(|after| Timestamp::from_micros(opened.micros() + after)),
                    attempts,
                    stepped: None,
                })
                .collect();
            let text = ExerciseBadge::to_result(&badges, opened);
            prop_assert_eq!(ExerciseBadge::from_result(&text, opened), badges);
        }

        #[test]
        fn any_stored_result_is_read(text in "\\PC{0,60}") {
            let _ = ExerciseBadge::from_result(&text, Timestamp::default());
        }
    }
}
