//! Computes how long each student has waited before the next stage, and sorts the seats of the board by that time.

use crate::{time::Timestamp, view::SeatView};
use core::{cmp::Reverse, time::Duration};

/// The beginning of the lesson, which is the first sign-in of any student.
pub fn lesson_start<'a>(seats: impl IntoIterator<Item = &'a SeatView>) -> Option<Timestamp> {
    seats.into_iter().filter_map(|seat| seat.stages.times()[0]).min()
}

/// When the student reached their latest stage. For a student without any stage, it is the time when the student got
/// the login, or the beginning of the lesson if that is later, because cards can be printed the day before. Returns
/// `None` if the student is not waiting, because all stages are reached, the login is not handed out, or the lesson has
/// not begun.
pub fn waiting_since(seat: &SeatView, began: Option<Timestamp>) -> Option<Timestamp> {
    seat.stages.next()?;
    match seat.stages.latest() {
        Some(latest) => Some(latest),
        None => Some(seat.handed_out?.max(began?)),
    }
}

/// Sort key of the board: first waiting students, the longest wait first; then seats that are not in use; then students
/// who have finished. Seats with the same wait are sorted by number.
pub fn stuck_first(seat: &SeatView, began: Option<Timestamp>, now: Timestamp) -> (u8, Reverse<Duration>, u16) {
    let (group, waiting) = match waiting_since(seat, began) {
        Some(since) => (0, now.since(since)),
        None if seat.stages.next().is_some() => (1, Duration::ZERO),
        None => (2, Duration::ZERO),
    };
    (group, Reverse(waiting), seat.number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::{Stage, StageTimes};

    fn minute(n: i64) -> Timestamp {
        Timestamp::from_seconds(60 * n)
    }

    /// A seat whose first stages were reached at these minutes.
    fn seat(number: u16, handed_out: Option<i64>, reached: &[i64]) -> SeatView {
        let stages = Stage::ALL
            .into_iter()
            .zip(reached)
            .fold(StageTimes::default(), |stages, (stage, n)| {
                stages.reach(stage, minute(*n)).unwrap()
            });
        SeatView {
            number,
            login: String::new(),
            label: None,
            stages,
            failure: None,
            resets: 0,
            removed: false,
            handed_out: handed_out.map(minute),
            taken: false,
            exercises: Vec::new(),
            hand: None,
        }
    }

    #[test]
    fn waiting_counts_from_the_last_step() {
        assert_eq!(waiting_since(&seat(1, None, &[3, 5]), None), Some(minute(5)));
        assert_eq!(waiting_since(&seat(1, Some(2), &[1, 2, 3, 4]), Some(minute(1))), None);
    }

    #[test]
    fn an_unused_login_waits_from_the_beginning_of_the_lesson() {
        let card = seat(1, Some(10), &[]);
        assert_eq!(waiting_since(&card, None), None);
        assert_eq!(waiting_since(&card, Some(minute(60))), Some(minute(60)));
        assert_eq!(waiting_since(&card, Some(minute(4))), Some(minute(10)));
        assert_eq!(waiting_since(&seat(1, None, &[]), Some(minute(4))), None);
        let class = [card, seat(2, None, &[7]), seat(3, None, &[6, 8])];
        assert_eq!(lesson_start(&class), Some(minute(6)));
        assert_eq!(lesson_start(&class[..1]), None);
    }

    #[test]
    fn the_longest_waiting_come_first_and_finished_students_last() {
        let class = [
            seat(1, None, &[1, 2, 3, 4]),
            seat(2, None, &[]),
            seat(3, None, &[9]),
            seat(4, None, &[1, 5]),
            seat(5, Some(0), &[]),
            seat(6, None, &[9]),
        ];
        let began = lesson_start(&class);
        let mut order: Vec<&SeatView> = class.iter().collect();
        order.sort_by_key(|seat| stuck_first(seat, began, minute(20)));
        let numbers: Vec<u16> = order.iter().map(|seat| seat.number).collect();
        assert_eq!(numbers, [5, 4, 3, 6, 2, 1]);
    }
}
