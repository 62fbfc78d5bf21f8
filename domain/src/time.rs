//! Points in time as Unix microseconds. All databases and the data of pages use this form.

mod calendar;

pub use calendar::{civil_date, clock_time, day_of, local_date_time, rfc3339};

use core::time::Duration;
use serde::{Deserialize, Serialize};

pub const HOUR: Duration = Duration::from_secs(3600);
pub const DAY: Duration = Duration::from_secs(24 * 3600);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000))
    }

    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970; 0 for earlier times, which no correct clock shows.
    pub const fn seconds(self) -> u64 {
        if self.0 < 0 { 0 } else { (self.0 / 1_000_000) as u64 }
    }

    pub fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(micros_of(duration)))
    }

    pub fn before(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(micros_of(duration)))
    }

    /// The time since `earlier`; zero if `earlier` is in the future.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

fn micros_of(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_since_a_future_moment_is_zero() {
        let noon = Timestamp::from_seconds(43_200);
        let later = noon.after(Duration::from_secs(90));
        assert_eq!(later.since(noon), Duration::from_secs(90));
        assert_eq!(noon.since(later), Duration::ZERO);
        assert_eq!(later.before(Duration::from_secs(90)), noon);
    }
}
