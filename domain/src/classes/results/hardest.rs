//! The badge that took the students of a class the longest.

use crate::{exercises::Exercise, results::Summary, stage::Stage};
use core::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonPart {
    Stage(Stage),
    Exercise(Exercise),
}

/// The part with the longest median time. The first stage is left out: its time is the time in which the students came.
pub fn slowest_part(summary: &Summary) -> Option<(LessonPart, Duration)> {
    let stages = Stage::ALL.into_iter().zip(summary.stages).skip(1);
    let stages = stages.map(|(stage, result)| (LessonPart::Stage(stage), result.median));
    let exercises = Exercise::ALL.into_iter().zip(summary.exercises);
    let exercises = exercises.map(|(exercise, result)| (LessonPart::Exercise(exercise), result.median));
    let timed = stages
        .chain(exercises)
        .filter_map(|(part, median)| Some((part, median?)));
    timed.max_by_key(|(_, median)| *median)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_for_the_class_is_not_hard() {
        let mut summary = Summary::default();
        assert_eq!(slowest_part(&summary), None);
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        summary.stages[0].median = seconds(900);
        assert_eq!(slowest_part(&summary), None);
        summary.stages[2].median = seconds(60);
        summary.stages[3].median = seconds(30);
        assert_eq!(
            slowest_part(&summary),
            Some((LessonPart::Stage(Stage::Connected), Duration::from_secs(60)))
        );
        summary.exercises[Exercise::Files.index()].median = seconds(120);
        let files = LessonPart::Exercise(Exercise::Files);
        assert_eq!(slowest_part(&summary), Some((files, Duration::from_secs(120))));
    }
}
