//! Data of the debrief on the projector page and of the finish page: counts without names.

use super::{QuestionResults, ResultsView};
use crate::{
    exercises::{Exercise, ExerciseBadge, Lesson},
    mistakes::Mistakes,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// How far the students of a class have come in one exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExerciseCount {
    pub exercise: Exercise,
    /// Students who have begun the exercise.
    pub begun: u64,
    pub passed: u64,
    /// Answers of all students.
    pub attempts: u64,
}

impl ExerciseCount {
    /// The exercises of the lesson that students have begun, in order.
    pub fn of(lesson: Lesson, badges: impl IntoIterator<Item = ExerciseBadge>) -> Vec<Self> {
        let mut counts = Exercise::ALL.map(|exercise| Self {
            exercise,
            begun: 0,
            passed: 0,
            attempts: 0,
        });
        for badge in badges {
            let count = &mut counts[badge.exercise.index()];
            count.begun += 1;
            count.passed += u64::from(badge.passed.is_some());
            count.attempts += u64::from(badge.attempts);
        }
        let is_shown = |count: &Self| count.begun > 0 && lesson.is_on(count.exercise);
        counts.into_iter().filter(is_shown).collect()
    }
}

/// What the projector page shows when the teacher talks about the lesson.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebriefView {
    pub mistakes: Mistakes,
    /// The exercises of the class that students have begun, in order.
    pub exercises: Vec<ExerciseCount>,
    pub questions: QuestionResults,
}

/// The page about a whole class that the teacher keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinishView {
    pub results: ResultsView,
    pub opened: Timestamp,
    pub mistakes: Mistakes,
    pub questions: QuestionResults,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exercises_of_the_lesson_are_counted_over_all_students() {
        let badge = |exercise, passed: bool, attempts| ExerciseBadge {
            exercise,
            passed: passed.then(|| Timestamp::from_seconds(1)),
            attempts,
            stepped: None,
        };
        let badges = [
            badge(Exercise::Files, true, 2),
            badge(Exercise::Message, false, 3),
            badge(Exercise::Files, false, 0),
            badge(Exercise::Recovery, true, 1),
        ];
        let lesson = Lesson::of([Exercise::Message, Exercise::Files, Exercise::Messages]);
        let counts = ExerciseCount::of(lesson, badges);
        let shown = counts
            .iter()
            .map(|count| (count.exercise, count.begun, count.passed, count.attempts));
        let expected = [(Exercise::Message, 1, 0, 3), (Exercise::Files, 2, 1, 2)];
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }
}
