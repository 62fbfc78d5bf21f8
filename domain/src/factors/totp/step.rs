//! Time steps: intervals of thirty seconds, each with a code of its own.

use super::STEP_SECONDS;
use crate::time::Timestamp;
use core::time::Duration;
use serde::{Deserialize, Serialize};

/// A time step: the number of a thirty-second interval since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Step(u64);

impl Step {
    pub const fn at(now: Timestamp) -> Self {
        Self(now.seconds() / STEP_SECONDS)
    }

    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }

    pub const fn number(self) -> u64 {
        self.0
    }

    pub const fn start(self) -> Timestamp {
        Timestamp::from_seconds((self.0 * STEP_SECONDS) as i64)
    }

    /// How long the user has to wait for the next acceptable code after the code of this step was accepted. If this
    /// step is the next step by the server's clock, the phone's clock is slightly ahead, and the phone shows its next
    /// code within thirty seconds. If this step is further in the future, the server's clock was set back, and the user
    /// waits until the server's clock has passed the step.
    pub fn until_next(self, now: Timestamp) -> Duration {
        let left = Self(self.0 + 1).start().since(now);
        match self.0 == Self::at(now).0 + 1 {
            true => left.min(Duration::from_secs(STEP_SECONDS)),
            false => left,
        }
    }
}
