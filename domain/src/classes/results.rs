//! Computes the results of a lesson: how many students reached each stage, and how long it took them.

pub mod grades;
pub mod hardest;
pub mod mistakes;

use crate::{
    exercises::{Exercise, ExerciseBadge, Lesson, passed_at},
    stage::{Stage, StageTimes},
    time::Timestamp,
};
use core::time::Duration;
use serde::{Deserialize, Serialize};

/// The data of one seat from which the results are computed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatResult {
    pub number: u16,
    pub login: String,
    pub label: Option<String>,
    /// The address or number by which a learning platform knows the student.
    pub identifier: Option<String>,
    pub stages: StageTimes,
    pub failures: u32,
    pub resets: u16,
    pub exercises: Vec<ExerciseBadge>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageResult {
    pub reached: usize,
    /// Median time from the previous stage to this stage; for the first stage, from the first sign-in of the class.
    pub median: Option<Duration>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExerciseResult {
    pub passed: usize,
    /// Number of answers of all students.
    pub attempts: u64,
    /// Median time from the badge before to this badge.
    pub median: Option<Duration>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub seats: usize,
    pub through: usize,
    pub stages: [StageResult; 4],
    pub exercises: [ExerciseResult; Exercise::ALL.len()],
    /// Median time from a student's own first sign-in to the fourth badge.
    pub median_total: Option<Duration>,
    pub failures: u64,
    pub resets: u64,
}

impl Summary {
    /// The exercises that at least one student has begun.
    pub fn begun_exercises(&self) -> Vec<Exercise> {
        let results = Exercise::ALL.into_iter().zip(self.exercises);
        let begun = results.filter(|(_, result)| *result != ExerciseResult::default());
        begun.map(|(exercise, _)| exercise).collect()
    }
}

/// The beginning of the lesson, which is the first sign-in of any student.
pub fn lesson_start(seats: &[SeatResult]) -> Option<Timestamp> {
    seats.iter().filter_map(|seat| seat.stages.at(Stage::SignedIn)).min()
}

/// How long one student took for each stage: the time since the previous stage, or since `began` for the first stage.
pub fn stage_durations(stages: StageTimes, began: Option<Timestamp>) -> [Option<Duration>; 4] {
    let [first, second, third, fourth] = stages.times();
    let lap = |from: Option<Timestamp>, to: Option<Timestamp>| Some(to?.since(from?));
    [
        lap(began, first),
        lap(first, second),
        lap(second, third),
        lap(third, fourth),
    ]
}

pub fn summarise(seats: &[SeatResult]) -> Summary {
    let began = lesson_start(seats);
    let laps: Vec<_> = seats.iter().map(|seat| stage_durations(seat.stages, began)).collect();
    let stages = Stage::ALL.map(|stage| {
        let times: Vec<Duration> = laps.iter().filter_map(|laps| laps[stage.index()]).collect();
        StageResult {
            reached: times.len(),
            median: median(times),
        }
    });
    let together = laps.iter().filter_map(|[first, second, third, fourth]| {
        first.as_ref()?;
        Some((*second)? + (*third)? + (*fourth)?)
    });
    Summary {
        seats: seats.len(),
        through: stages[Stage::SignedIn2fa.index()].reached,
        stages,
        exercises: Exercise::ALL.map(|exercise| exercise_result(seats, exercise)),
        median_total: median(together.collect()),
        failures: seats.iter().map(|seat| u64::from(seat.failures)).sum(),
        resets: seats.iter().map(|seat| u64::from(seat.resets)).sum(),
    }
}

/// The exercises of the results: those of the lesson, and those that a student has begun before they were switched off.
pub fn shown_exercises(lesson: Lesson, seats: &[SeatResult]) -> Vec<Exercise> {
    let is_begun = |exercise| {
        let mut badges = seats.iter().flat_map(|seat| &seat.exercises);
        badges.any(|badge| badge.exercise == exercise)
    };
    Exercise::ALL
        .into_iter()
        .filter(|exercise| lesson.is_on(*exercise) || is_begun(*exercise))
        .collect()
}

/// How long one student took for an exercise: the time since the badge before it, which is the last stage or an exercise
/// that was passed earlier. It is unknown if the student has lost the phone later and reached the stages again.
pub fn exercise_duration(seat: &SeatResult, exercise: Exercise) -> Option<Duration> {
    let passed = passed_at(&seat.exercises, exercise)?;
    let stages = seat.stages.at(Stage::SignedIn2fa).filter(|at| *at <= passed)?;
    let badges = seat.exercises.iter().filter_map(|badge| badge.passed);
    let before = badges.filter(|at| *at < passed).chain([stages]).max()?;
    Some(passed.since(before))
}

fn exercise_result(seats: &[SeatResult], exercise: Exercise) -> ExerciseResult {
    let of_exercise = |seat: &SeatResult| seat.exercises.iter().copied().find(|badge| badge.exercise == exercise);
    let badges = || seats.iter().filter_map(of_exercise);
    ExerciseResult {
        passed: badges().filter(|badge| badge.passed.is_some()).count(),
        attempts: badges().map(|badge| u64::from(badge.attempts)).sum(),
        median: median(
            seats
                .iter()
                .filter_map(|seat| exercise_duration(seat, exercise))
                .collect(),
        ),
    }
}

/// The median; for an even number of values, the mean of the two middle ones.
fn median(mut times: Vec<Duration>) -> Option<Duration> {
    times.sort_unstable();
    let middle = times.len() / 2;
    let upper = *times.get(middle)?;
    if times.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *times.get(middle.checked_sub(1)?)?;
    Some(lower + (upper - lower) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(n: i64) -> Timestamp {
        Timestamp::from_seconds(n)
    }

    fn seat(number: u16, reached: &[i64]) -> SeatResult {
        let stages = Stage::ALL.into_iter().zip(reached);
        SeatResult {
            number,
            login: String::new(),
            label: None,
            identifier: None,
            stages: stages.fold(StageTimes::default(), |times, (stage, n)| {
                times.reach(stage, second(*n)).unwrap()
            }),
            failures: u32::from(number),
            resets: 1,
            exercises: Vec::new(),
        }
    }

    #[test]
    fn the_middle_of_many_few_and_none() {
        let seconds = |all: &[u64]| median(all.iter().copied().map(Duration::from_secs).collect());
        assert_eq!(seconds(&[]), None);
        assert_eq!(seconds(&[7]), Some(Duration::from_secs(7)));
        assert_eq!(seconds(&[9, 1, 5]), Some(Duration::from_secs(5)));
        assert_eq!(seconds(&[9, 1, 5, 6]), Some(Duration::from_millis(5500)));
    }

    #[test]
    fn a_class_in_numbers() {
        let seats = [
            seat(1, &[100, 160, 200, 300]),
            seat(2, &[110, 130, 230, 260]),
            seat(3, &[190]),
            seat(4, &[]),
        ];
        let summary = summarise(&seats);
        assert_eq!(lesson_start(&seats), Some(second(100)));
        assert_eq!(summary.stages.map(|stage| stage.reached), [3, 2, 2, 2]);
        let medians = summary.stages.map(|stage| stage.median.unwrap().as_secs());
        assert_eq!(medians, [10, 40, 70, 65]);
        assert_eq!(summary.median_total, Some(Duration::from_secs(175)));
        assert_eq!((summary.seats, summary.through), (4, 2));
        assert_eq!((summary.failures, summary.resets), (10, 4));
    }

    #[test]
    fn exercises_are_counted_and_timed_from_the_badge_before() {
        let badge = |exercise, passed: Option<i64>, attempts| ExerciseBadge {
            exercise,
            passed: passed.map(second),
            attempts,
            stepped: None,
        };
        let seats = [
            SeatResult {
                exercises: vec![
                    badge(Exercise::Message, Some(400), 3),
                    badge(Exercise::Files, Some(350), 1),
                ],
                ..seat(1, &[100, 160, 200, 300])
            },
            SeatResult {
                exercises: vec![badge(Exercise::Message, None, 5)],
                ..seat(2, &[110, 130, 230, 260])
            },
            seat(3, &[190]),
        ];
        let of = |exercise: Exercise| summarise(&seats).exercises[exercise.index()];
        let message = of(Exercise::Message);
        assert_eq!((message.passed, message.attempts), (1, 8));
        assert_eq!(message.median, Some(Duration::from_secs(50)), "after the files");
        assert_eq!(
            of(Exercise::Files).median,
            Some(Duration::from_secs(50)),
            "after the stages"
        );
        assert_eq!(of(Exercise::Messages), ExerciseResult::default());
    }

    #[test]
    fn a_class_without_a_sign_in_has_no_medians() {
        let summary = summarise(&[seat(1, &[])]);
        assert_eq!(summary.stages, [StageResult::default(); 4]);
        assert_eq!(summary.median_total, None);
    }

    #[test]
    fn an_exercise_that_was_passed_before_a_lost_phone_has_no_time() {
        let message = ExerciseBadge {
            exercise: Exercise::Message,
            passed: Some(second(400)),
            attempts: 1,
            stepped: None,
        };
        for stages in [&[100, 600, 700, 900][..], &[100]] {
            let lost = SeatResult {
                exercises: vec![message],
                ..seat(1, stages)
            };
            assert_eq!(exercise_duration(&lost, Exercise::Message), None);
        }
    }
}
