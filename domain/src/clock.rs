//! Compares clocks. The codes of authenticator apps depend on the time, so a lesson fails if the clock of the teacher's
//! computer is wrong.

use crate::time::Timestamp;
use core::time::Duration;

/// A code is accepted one time step early or late, so a smaller difference causes no wrong codes.
const TOLERANCE: Duration = Duration::from_secs(30);
/// A clock that moved further than this between two looks was set, or the computer was asleep.
const MAX_DRIFT: Duration = Duration::from_secs(60);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockDifference {
    Ahead { minutes: u64 },
    Behind { minutes: u64 },
}

/// How far our clock is from that of another device, in minutes rounded up. `None` if the difference causes no wrong
/// codes.
pub fn difference(ours: Timestamp, theirs: Timestamp) -> Option<ClockDifference> {
    let minutes = |difference: Duration| difference.as_secs().div_ceil(60);
    let (ahead, behind) = (ours.since(theirs), theirs.since(ours));
    if ahead > TOLERANCE {
        Some(ClockDifference::Ahead {
            minutes: minutes(ahead),
        })
    } else if behind > TOLERANCE {
        Some(ClockDifference::Behind {
            minutes: minutes(behind),
        })
    } else {
        None
    }
}

/// Whether the clock jumped between two looks that are `pause` apart: the computer was asleep, or the clock was set.
pub fn has_jumped(before: Timestamp, after: Timestamp, pause: Duration) -> bool {
    after.since(before) > pause + MAX_DRIFT || before.since(after) > MAX_DRIFT
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_seconds(43_200);

    #[test]
    fn a_difference_of_half_a_minute_is_no_difference() {
        let half = Duration::from_secs(30);
        assert_eq!(difference(NOON, NOON.after(half)), None);
        assert_eq!(difference(NOON, NOON.before(half)), None);
    }

    #[test]
    fn a_larger_difference_is_told_in_minutes() {
        for (seconds, minutes) in [(31, 1), (60, 1), (61, 2), (3600, 60)] {
            let by = Duration::from_secs(seconds);
            assert_eq!(
                difference(NOON.after(by), NOON),
                Some(ClockDifference::Ahead { minutes })
            );
            assert_eq!(
                difference(NOON.before(by), NOON),
                Some(ClockDifference::Behind { minutes })
            );
        }
    }

    #[test]
    fn sleep_and_a_changed_clock_are_jumps() {
        let pause = Duration::from_secs(5);
        assert!(!has_jumped(NOON, NOON.after(pause), pause));
        assert!(
            !has_jumped(NOON, NOON.after(Duration::from_secs(60)), pause),
            "a busy computer"
        );
        assert!(has_jumped(NOON, NOON.after(Duration::from_secs(600)), pause));
        assert!(has_jumped(NOON, NOON.before(Duration::from_secs(600)), pause));
    }
}
