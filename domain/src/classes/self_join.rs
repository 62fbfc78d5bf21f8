//! Limits how fast students behind one network address can take free seats of a class, if the teacher lets students
//! take seats themselves.

use crate::time::Timestamp;
use core::time::Duration;

/// Maximum number of seats per minute for one network address. The limit applies when half of the seats are taken. A
/// limit per browser would not be enough, because a script without cookies looks like a new browser each time. With
/// this limit the last student of a class of thirty waits two minutes, and the teacher has time to notice misuse.
pub const SEATS_PER_MINUTE: u32 = 6;

const MINUTE: u64 = 60;

/// Whether the limit applies: students have taken at least half of the seats that they can take.
pub const fn is_rate_limited(free: u64, taken: u64) -> bool {
    taken >= free
}

/// The number of the current minute, by which the seats that students take are counted, and the end of that minute.
pub fn minute_window(now: Timestamp) -> (u64, Timestamp) {
    let end = now.after(Duration::from_secs(MINUTE - now.seconds() % MINUTE));
    (now.seconds() / MINUTE, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Number of minutes until this number of students behind one network address all have a seat.
    fn minutes_for(students: u64) -> u64 {
        let (mut taken, mut minutes) = (0, 0);
        while !is_rate_limited(students - taken, taken) {
            taken += 1;
        }
        loop {
            taken = students.min(taken + u64::from(SEATS_PER_MINUTE));
            if taken == students {
                return minutes;
            }
            minutes += 1;
        }
    }

    #[test]
    fn the_first_half_is_taken_at_once() {
        assert!(!is_rate_limited(30, 0) && !is_rate_limited(16, 14));
        assert!(is_rate_limited(15, 15) && is_rate_limited(1, 29));
    }

    #[test]
    fn a_class_of_thirty_has_its_seats_within_three_minutes() {
        assert_eq!(minutes_for(30), 2);
        assert_eq!(minutes_for(12), 0);
        assert!(minutes_for(500) >= 40, "a whole year group is not taken in a moment");
    }

    #[test]
    fn every_minute_counts_for_itself() {
        let (minute, end) = minute_window(Timestamp::from_seconds(6_059));
        assert_eq!((minute, end), (100, Timestamp::from_seconds(6_060)));
        assert_eq!(minute_window(end).0, 101);
    }
}
