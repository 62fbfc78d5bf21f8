//! Slows down attackers who guess passwords and codes: the first five wrong answers have no effect, and each further
//! wrong answer causes a longer pause.

use crate::time::Timestamp;
use core::time::Duration;

pub const FREE_FAILURES: u32 = 5;
/// Number of wrong join codes from one device that cause no pause. It is higher than `FREE_FAILURES`, because several
/// students can share one classroom computer.
pub const FREE_JOIN_CODES: u32 = 10;
/// After each such time span the counter of wrong join codes of a device decreases by one, because a classroom computer
/// is used all day.
pub const JOIN_CODE_DECAY_INTERVAL: Duration = Duration::from_secs(20);
/// After this many wrong codes in a row (NIST SP 800-63B-4) the server accepts no more codes of the factor, until a
/// teacher unlocks the seat or an administrator resets the member's factors.
pub const MAX_WRONG_CODES: u32 = 100;
/// After this time without an attempt, the counter of wrong passwords starts again at zero.
pub const PASSWORD_COUNTER_EXPIRY: Duration = Duration::from_secs(24 * 3600);

/// Length of the time window in which wrong answers from one network are counted together.
pub const NETWORK_WINDOW: Duration = Duration::from_secs(15 * 60);

const PAUSES_IN_MINUTES: [u64; 5] = [1, 2, 4, 8, 15];
const MAX_PAUSE: Duration = Duration::from_secs(60 * PAUSES_IN_MINUTES[PAUSES_IN_MINUTES.len() - 1]);

/// The stored count of wrong answers for a name or a factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub failures: u32,
    pub locked_until: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The caller is allowed to check the answer. The attempt is counted as wrong in advance; if the answer is right,
    /// the caller corrects the counter.
    Counted(Tally),
    /// During this pause the caller must not check any answer.
    Locked { until: Timestamp },
    /// No answer is checked any more: the factor has reached `MAX_WRONG_CODES`.
    Closed,
}

/// The kinds of wrong answers, each with its own counter. The password counter never closes an account, because
/// otherwise any stranger could close the account with wrong passwords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    Password,
    Code,
    /// Join codes that belong to no class, counted per device.
    JoinCode,
}

impl Counter {
    const fn free(self) -> u32 {
        match self {
            Self::Password | Self::Code => FREE_FAILURES,
            Self::JoinCode => FREE_JOIN_CODES,
        }
    }
}

/// The end of the pause during which no answer is checked. A stored pause that is longer than `MAX_PAUSE` can only
/// come from a wrong clock of the server, so it is ignored.
fn active_pause(tally: Tally, now: Timestamp) -> Option<Timestamp> {
    tally
        .locked_until
        .filter(|until| *until > now && until.since(now) <= MAX_PAUSE)
}

/// Counts one attempt. Callers call this function before they check the answer.
pub fn attempt(counter: Counter, tally: Tally, now: Timestamp) -> Attempt {
    if counter == Counter::Code && tally.failures >= MAX_WRONG_CODES {
        return Attempt::Closed;
    }
    if let Some(until) = active_pause(tally, now) {
        return Attempt::Locked { until };
    }
    let failures = tally.failures.saturating_add(1);
    Attempt::Counted(Tally {
        failures,
        locked_until: pause_after(counter, failures).map(|pause| now.after(pause)),
    })
}

/// The tally after the time `ago` has passed since the last wrong answer.
pub fn decay(counter: Counter, tally: Tally, ago: Duration) -> Tally {
    match counter {
        Counter::Password if ago >= PASSWORD_COUNTER_EXPIRY => Tally::default(),
        Counter::Password | Counter::Code => tally,
        Counter::JoinCode => {
            let forgiven = ago.as_secs() / JOIN_CODE_DECAY_INTERVAL.as_secs();
            Tally {
                failures: tally
                    .failures
                    .saturating_sub(u32::try_from(forgiven).unwrap_or(u32::MAX)),
                ..tally
            }
        }
    }
}

fn pause_after(counter: Counter, failures: u32) -> Option<Duration> {
    let over = failures.checked_sub(counter.free() + 1)?;
    let step = usize::try_from(over)
        .unwrap_or(usize::MAX)
        .min(PAUSES_IN_MINUTES.len() - 1);
    Some(Duration::from_secs(60 * PAUSES_IN_MINUTES[step]))
}

/// Maximum number of mails for forgotten passwords that clients of one network can request within `NETWORK_WINDOW`. The
/// number is enough for all teachers of a school, and too low to flood mailboxes.
pub const MAX_MAILS_PER_NETWORK: u32 = 30;

/// The number of the time window in which wrong answers of one network are counted together, and the end of that
/// window.
pub fn network_window(now: Timestamp) -> (u64, Timestamp) {
    let length = NETWORK_WINDOW.as_secs();
    let window = now.seconds() / length;
    let end = now.after(Duration::from_secs(length - now.seconds() % length));
    (window, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(n: u64) -> Duration {
        Duration::from_secs(60 * n)
    }

    #[test]
    fn five_are_free_then_one_two_four_eight_fifteen_minutes() {
        let mut now = Timestamp::from_seconds(1_000_000);
        let mut tally = Tally::default();
        let mut pauses = Vec::new();
        for _ in 0..12 {
            let Attempt::Counted(next) = attempt(Counter::Password, tally, now) else {
                panic!("waited long enough")
            };
            tally = next;
            pauses.push(next.locked_until.map_or(0, |until| until.since(now).as_secs() / 60));
            now = next.locked_until.unwrap_or(now);
        }
        assert_eq!(pauses, [0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]);
    }

    #[test]
    fn a_pause_longer_than_the_maximum_is_ignored() {
        let now = Timestamp::from_seconds(1_000_000);
        let locked = |pause| Tally {
            failures: 10,
            locked_until: Some(now.after(pause)),
        };
        let judged = |pause| attempt(Counter::Code, locked(pause), now);
        assert!(matches!(judged(minutes(15)), Attempt::Locked { .. }));
        let Attempt::Counted(next) = judged(minutes(15) + Duration::from_micros(1)) else {
            panic!("set by a clock that was wrong")
        };
        assert_eq!(next.failures, 11, "what was wrong stays counted");
        assert_eq!(next.locked_until, Some(now.after(minutes(15))));
    }

    #[test]
    fn a_device_may_mistype_ten_join_codes() {
        let now = Timestamp::from_seconds(9);
        let locked = |failures| match attempt(
            Counter::JoinCode,
            Tally {
                failures,
                locked_until: None,
            },
            now,
        ) {
            Attempt::Counted(next) => next.locked_until,
            _ => panic!("never closed"),
        };
        assert_eq!(locked(FREE_JOIN_CODES - 1), None);
        assert_eq!(locked(FREE_JOIN_CODES), Some(now.after(minutes(1))));
        assert_eq!(locked(10_000), Some(now.after(minutes(15))));
    }

    #[test]
    fn wrong_passwords_are_forgotten_after_a_day_join_codes_one_by_one_and_codes_never() {
        let tally = Tally {
            failures: 30,
            locked_until: None,
        };
        let left = |counter, ago| decay(counter, tally, ago).failures;
        assert_eq!(left(Counter::Password, minutes(60 * 24)), 0);
        assert_eq!(left(Counter::Password, minutes(60 * 24 - 1)), 30);
        assert_eq!(left(Counter::Code, minutes(60 * 24 * 365)), 30);
        assert_eq!(left(Counter::JoinCode, minutes(1)), 27, "three a minute");
        assert_eq!(left(Counter::JoinCode, minutes(10)), 0);
        assert_eq!(left(Counter::JoinCode, minutes(60 * 24 * 365)), 0);
    }

    #[test]
    fn while_locked_no_answer_is_checked_or_counted() {
        let now = Timestamp::from_seconds(50);
        let until = now.after(minutes(1));
        let tally = Tally {
            failures: 6,
            locked_until: Some(until),
        };
        assert_eq!(attempt(Counter::Code, tally, now), Attempt::Locked { until });
        assert!(matches!(
            attempt(Counter::Code, tally, until),
            Attempt::Counted(Tally { failures: 7, .. })
        ));
    }

    #[test]
    fn a_network_starts_afresh_every_quarter_of_an_hour() {
        let now = Timestamp::from_seconds(1_000_000 * 900 + 899);
        let (window, end) = network_window(now);
        assert_eq!((window, end.since(now)), (1_000_000, Duration::from_secs(1)));
        assert_eq!(network_window(end).0, 1_000_001);
        assert_eq!(network_window(end).1.since(end), NETWORK_WINDOW);
    }

    #[test]
    fn a_hundred_wrong_codes_close_a_factor_but_never_a_password() {
        let tally = Tally {
            failures: MAX_WRONG_CODES,
            locked_until: None,
        };
        let now = Timestamp::from_seconds(9);
        assert_eq!(attempt(Counter::Code, tally, now), Attempt::Closed);
        assert!(matches!(attempt(Counter::Password, tally, now), Attempt::Counted(_)));
    }
}
