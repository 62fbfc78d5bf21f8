//! Computes the progress chart of a lesson: how many students had reached each stage at each time.

use crate::{
    stage::{Stage, StageTimes},
    time::Timestamp,
};
use core::time::Duration;

/// Minimum time span of the chart. With a shorter time span, the first sign-ins would look like one steep vertical
/// line.
const MIN_LENGTH: Duration = Duration::from_secs(5 * 60);
/// How long the chart continues after the latest time at which a student reached a stage, if some students have not
/// finished.
const TIME_AFTER_LAST_STEP: Duration = Duration::from_secs(10 * 60);
/// Width of the chart in columns. It limits the number of points of a line, however many students a class has.
const COLUMNS: u64 = 240;

/// Data of the chart. It begins at the first sign-in of the class and covers `length`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressChart {
    pub began: Timestamp,
    pub length: Duration,
    pub seats: usize,
    pub stages: [Vec<Rise>; 4],
    /// The column at which the lines end. In the first minutes of a lesson the lines do not reach the right edge.
    end: u64,
}

/// A point at which the line of a stage rises: from `column` on, `reached` students have reached the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rise {
    pub column: u64,
    pub reached: usize,
}

impl ProgressChart {
    pub const COLUMNS: u64 = COLUMNS;

    /// Returns `None` before the first student has signed in.
    pub fn new(seats: &[StageTimes], now: Timestamp) -> Option<Self> {
        let began = seats.iter().filter_map(|seat| seat.at(Stage::SignedIn)).min()?;
        let last = seats.iter().filter_map(|seat| seat.latest()).max()?;
        let all_through = seats.iter().all(|seat| seat.next().is_none());
        let until = if all_through {
            last
        } else {
            now.min(last.after(TIME_AFTER_LAST_STEP)).max(last)
        };
        let length = until.since(began).max(MIN_LENGTH);
        let stages = Stage::ALL.map(|stage| {
            let times = seats.iter().filter_map(|seat| seat.at(stage));
            rises(times.map(|at| column(at.since(began), length)))
        });
        Some(Self {
            began,
            length,
            seats: seats.len(),
            stages,
            end: column(until.since(began), length),
        })
    }

    /// Length of the chart in minutes, rounded up.
    pub const fn minutes(&self) -> u64 {
        self.length.as_secs().div_ceil(60)
    }

    pub fn reached(&self, stage: Stage) -> usize {
        self.stages[stage.index()].last().map_or(0, |step| step.reached)
    }

    /// The line of a stage as the `points` attribute of an SVG polyline. The drawing is `COLUMNS` wide and `seats`
    /// high, with y = 0 at the top. For each rise the line first goes right to the column of the rise and then up.
    pub fn points(&self, stage: Stage) -> String {
        use core::fmt::Write as _;
        let mut points = format!("0,{}", self.seats);
        let mut below = 0;
        for step in &self.stages[stage.index()] {
            // Writing into a string cannot fail.
            let _ = write!(
                points,
                " {},{} {},{}",
                step.column,
                self.seats.saturating_sub(below),
                step.column,
                self.seats.saturating_sub(step.reached)
            );
            below = step.reached;
        }
        let _ = write!(points, " {},{}", self.end, self.seats.saturating_sub(below));
        points
    }
}

fn column(after: Duration, length: Duration) -> u64 {
    let millis = |duration: Duration| duration.as_secs() * 1000 + u64::from(duration.subsec_millis());
    (millis(after) * COLUMNS / millis(length).max(1)).min(COLUMNS)
}

/// The points at which the line rises. `columns` has one entry for each seat that has reached the stage.
fn rises(columns: impl Iterator<Item = u64>) -> Vec<Rise> {
    let mut seats_by_column = [0; COLUMNS as usize + 1];
    for column in columns {
        seats_by_column[column as usize] += 1;
    }
    let mut reached = 0;
    let mut rises = Vec::new();
    for (column, seats) in (0..).zip(seats_by_column) {
        if seats > 0 {
            reached += seats;
            rises.push(Rise { column, reached });
        }
    }
    rises
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minute(n: i64) -> Timestamp {
        Timestamp::from_seconds(60 * n)
    }

    fn seat(reached: &[i64]) -> StageTimes {
        let stages = Stage::ALL.into_iter().zip(reached);
        stages.fold(StageTimes::default(), |times, (stage, n)| {
            times.reach(stage, minute(*n)).unwrap()
        })
    }

    #[test]
    fn without_a_sign_in_there_is_no_chart() {
        assert_eq!(ProgressChart::new(&[], minute(1)), None);
        assert_eq!(ProgressChart::new(&[seat(&[])], minute(1)), None);
    }

    #[test]
    fn a_line_rises_where_students_reach_the_stage() {
        let class = [seat(&[0, 5]), seat(&[0]), seat(&[])];
        let chart = ProgressChart::new(&class, minute(10)).unwrap();
        assert_eq!((chart.minutes(), chart.seats), (10, 3));
        assert_eq!(chart.stages[0], [Rise { column: 0, reached: 2 }]);
        assert_eq!(
            chart.stages[1],
            [Rise {
                column: 120,
                reached: 1
            }]
        );
        assert_eq!(chart.points(Stage::SetupOpened), "0,3 120,3 120,2 240,2");
        assert_eq!(chart.points(Stage::Connected), "0,3 240,3");
    }

    #[test]
    fn the_chart_ends_soon_after_the_last_step() {
        let class = [seat(&[0, 1]), seat(&[])];
        assert_eq!(ProgressChart::new(&class, minute(2)).unwrap().minutes(), 5);
        assert_eq!(ProgressChart::new(&class, minute(600)).unwrap().minutes(), 11);
        let through = [seat(&[0, 1, 2, 20])];
        assert_eq!(ProgressChart::new(&through, minute(600)).unwrap().minutes(), 20);
    }

    proptest! {
        #[test]
        fn lines_never_fall_and_end_at_the_number_of_students(times in prop::collection::vec(0..3000_i64, 1..500), now in 0..5000_i64) {
            let class: Vec<StageTimes> = times
                .iter()
                .map(|n| StageTimes::default().reach(Stage::SignedIn, Timestamp::from_seconds(*n)).unwrap())
                .collect();
            let chart = ProgressChart::new(&class, Timestamp::from_seconds(now)).unwrap();
            let steps = &chart.stages[0];
            prop_assert!(steps.windows(2).all(|pair| pair[0].column < pair[1].column && pair[0].reached < pair[1].reached));
            prop_assert_eq!(steps.last().unwrap().reached, class.len());
            prop_assert!(steps.len() as u64 <= COLUMNS + 1);
        }
    }
}
