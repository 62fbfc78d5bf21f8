//! Computes the results of a lesson: how many students reached each stage, and how long it took them.

use crate::{
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
    pub stages: StageTimes,
    pub failures: u32,
    pub resets: u16,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageResult {
    pub reached: usize,
    /// Median time from the previous stage to this stage; for the first stage, from the first sign-in of the class.
    pub median: Option<Duration>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub seats: usize,
    pub through: usize,
    pub stages: [StageResult; 4],
    /// Median time from a student's own first sign-in to the fourth badge.
    pub median_total: Option<Duration>,
    pub failures: u64,
    pub resets: u64,
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
        median_total: median(together.collect()),
        failures: seats.iter().map(|seat| u64::from(seat.failures)).sum(),
        resets: seats.iter().map(|seat| u64::from(seat.resets)).sum(),
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
            stages: stages.fold(StageTimes::default(), |times, (stage, n)| {
                times.reach(stage, second(*n)).unwrap()
            }),
            failures: u32::from(number),
            resets: 1,
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
    fn a_class_without_a_sign_in_has_no_medians() {
        let summary = summarise(&[seat(1, &[])]);
        assert_eq!(summary.stages, [StageResult::default(); 4]);
        assert_eq!(summary.median_total, None);
    }
}
