//! The life of a class, and what it allows at which time.

use crate::{refusal::Refusal, stage::Stage, time::Timestamp};
use core::time::Duration;
use serde::{Deserialize, Serialize};

/// How long a class lives when nobody says otherwise.
pub const DEFAULT_LIFE: Duration = Duration::from_secs(24 * 3600);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassState {
    Open,
    /// Students may sign in and look, but not go on.
    Paused,
    Ended,
}

impl ClassState {
    pub fn at(now: Timestamp, expires: Timestamp, paused: bool) -> Self {
        if now >= expires {
            Self::Ended
        } else if paused {
            Self::Paused
        } else {
            Self::Open
        }
    }

    /// A paused class refuses stages 2 to 4, not the sign-in; an ended one refuses all.
    pub const fn allows(self, stage: Stage) -> Result<(), Refusal> {
        match (self, stage) {
            (Self::Open, _) | (Self::Paused, Stage::SignedIn) => Ok(()),
            (Self::Paused, _) => Err(Refusal::ClassPaused),
            (Self::Ended, _) => Err(Refusal::ClassEnded),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paused_class_lets_in_but_not_on() {
        assert_eq!(ClassState::Paused.allows(Stage::SignedIn), Ok(()));
        for stage in [Stage::SetupOpened, Stage::Connected, Stage::SignedIn2fa] {
            assert_eq!(ClassState::Paused.allows(stage), Err(Refusal::ClassPaused));
            assert_eq!(ClassState::Open.allows(stage), Ok(()));
        }
    }

    #[test]
    fn a_class_ends_at_its_time_paused_or_not() {
        let end = Timestamp::from_seconds(100);
        assert_eq!(
            ClassState::at(Timestamp::from_seconds(99), end, false),
            ClassState::Open
        );
        assert_eq!(
            ClassState::at(Timestamp::from_seconds(99), end, true),
            ClassState::Paused
        );
        assert_eq!(ClassState::at(end, end, true), ClassState::Ended);
        assert_eq!(ClassState::Ended.allows(Stage::SignedIn), Err(Refusal::ClassEnded));
    }
}
