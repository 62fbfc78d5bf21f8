//! Limits how many wrong passwords and codes a client can send. A client is one browser with a device cookie, or all
//! browsers behind one network address. The limit per device is reached first. The limit per network is high, because
//! all computers of a school share one network address.

use crate::{lockout::network_window, time::Timestamp};
use core::time::Duration;

/// Maximum number of wrong passwords from one device within a window of [`network_window`], for all user names
/// together.
pub const MAX_WRONG_PER_DEVICE: u32 = 30;

/// A device cookie that is younger than this has no effect, because a script can get a new cookie with every request.
pub const DEVICE_COOKIE_MIN_AGE: Duration = Duration::from_secs(30);

/// For browsers with an older device cookie, the limit of wrong answers per network is multiplied by this factor.
pub const DEVICE_BUDGET_FACTOR: u32 = 10;

/// Numbers of wrong answers in the current window: from the client's device and from its network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WrongAnswers {
    pub device: u32,
    pub network: u32,
}

/// The time until which the client has to wait; `None` if the client does not have to wait. `cookie_since` is the issue
/// time of the client's device cookie. `per_network` is the number of wrong answers from one network after which
/// clients without a cookie are blocked.
pub fn blocked_until(
    cookie_since: Option<Timestamp>,
    wrong: WrongAnswers,
    per_network: u32,
    now: Timestamp,
) -> Option<Timestamp> {
    let (_, window_end) = network_window(now);
    if wrong.device >= MAX_WRONG_PER_DEVICE || wrong.network >= per_network.saturating_mul(DEVICE_BUDGET_FACTOR) {
        return Some(window_end);
    }
    if wrong.network < per_network {
        return None;
    }
    let settles = cookie_since.map_or(window_end, |since| since.after(DEVICE_COOKIE_MIN_AGE));
    (now < settles).then(|| settles.min(window_end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BUDGET: u32 = 1000;
    const NOW: Timestamp = Timestamp::from_seconds(1_000_000 * 900 + 100);

    fn refused(cookie_since: Option<Timestamp>, device: u32, network: u32) -> Option<Timestamp> {
        blocked_until(cookie_since, WrongAnswers { device, network }, BUDGET, NOW)
    }

    fn ago(seconds: u64) -> Option<Timestamp> {
        Some(NOW.before(Duration::from_secs(seconds)))
    }

    #[test]
    fn a_device_with_many_wrong_answers_waits_and_its_neighbours_do_not() {
        let end = NOW.after(Duration::from_secs(800));
        assert_eq!(refused(ago(60), MAX_WRONG_PER_DEVICE, MAX_WRONG_PER_DEVICE), Some(end));
        assert_eq!(refused(ago(60), MAX_WRONG_PER_DEVICE - 1, MAX_WRONG_PER_DEVICE), None);
        assert_eq!(refused(None, 0, MAX_WRONG_PER_DEVICE), None);
    }

    #[test]
    fn a_network_refuses_clients_without_a_cookie_first() {
        let end = NOW.after(Duration::from_secs(800));
        assert_eq!(refused(None, 0, BUDGET - 1), None);
        assert_eq!(refused(None, 0, BUDGET), Some(end));
        assert_eq!(refused(ago(30), 0, BUDGET), None);
        assert_eq!(refused(ago(30), 0, BUDGET * DEVICE_BUDGET_FACTOR - 1), None);
        assert_eq!(refused(ago(30), 0, BUDGET * DEVICE_BUDGET_FACTOR), Some(end));
    }

    #[test]
    fn a_new_device_cookie_counts_after_half_a_minute() {
        assert_eq!(refused(ago(29), 0, BUDGET), Some(NOW.after(Duration::from_secs(1))));
        assert_eq!(refused(ago(0), 0, BUDGET), Some(NOW.after(DEVICE_COOKIE_MIN_AGE)));
        let last = Timestamp::from_seconds(1_000_000 * 900 + 899);
        let wrong = WrongAnswers {
            device: 0,
            network: BUDGET,
        };
        let until = blocked_until(Some(last), wrong, BUDGET, last);
        assert_eq!(until, Some(last.after(Duration::from_secs(1))), "the window ends first");
    }

    proptest! {
        #[test]
        fn a_refusal_always_ends_within_the_window(
            since in proptest::option::of(0_i64..2_000_000_000), device: u32, network: u32, budget: u32,
            now in 0_i64..2_000_000_000,
        ) {
            let now = Timestamp::from_seconds(now);
            let since = since.map(Timestamp::from_seconds);
            if let Some(until) = blocked_until(since, WrongAnswers { device, network }, budget, now) {
                prop_assert!(now < until && until <= network_window(now).1);
            }
        }
    }
}
