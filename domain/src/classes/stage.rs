//! The four stages of a seat, and the order in which they are reached.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stage {
    #[serde(rename = "signed_in")]
    SignedIn,
    #[serde(rename = "setup_opened")]
    SetupOpened,
    #[serde(rename = "connected")]
    Connected,
    #[serde(rename = "signed_in_2fa")]
    SignedIn2fa,
}

impl Stage {
    pub const ALL: [Self; 4] = [Self::SignedIn, Self::SetupOpened, Self::Connected, Self::SignedIn2fa];

    pub const fn index(self) -> usize {
        self as usize
    }

    /// The name that the API and the database use.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SetupOpened => "setup_opened",
            Self::Connected => "connected",
            Self::SignedIn2fa => "signed_in_2fa",
        }
    }

    const fn previous(self) -> Option<Self> {
        match self {
            Self::SignedIn => None,
            Self::SetupOpened => Some(Self::SignedIn),
            Self::Connected => Some(Self::SetupOpened),
            Self::SignedIn2fa => Some(Self::Connected),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the stage before this one has not been reached")]
pub struct OutOfOrder;

/// When each stage was reached, in the order of the stages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StageTimes([Option<Timestamp>; 4]);

impl StageTimes {
    /// Reads stored times. If the time of a stage is missing, the times of the later stages are dropped, because
    /// students reach the stages in order.
    pub fn from_times(times: [Option<Timestamp>; 4]) -> Self {
        let mut kept = [None; 4];
        for (slot, time) in kept.iter_mut().zip(times) {
            if time.is_none() {
                break;
            }
            *slot = time;
        }
        Self(kept)
    }

    pub const fn times(self) -> [Option<Timestamp>; 4] {
        self.0
    }

    pub const fn at(self, stage: Stage) -> Option<Timestamp> {
        self.0[stage.index()]
    }

    pub const fn is_reached(self, stage: Stage) -> bool {
        self.at(stage).is_some()
    }

    pub fn next(self) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| !self.is_reached(*stage))
    }

    /// The latest time at which a stage was reached.
    pub fn latest(self) -> Option<Timestamp> {
        self.0.into_iter().flatten().max()
    }

    /// Records the time of a stage. A stage that was reached before keeps its first time, so that the badge of a
    /// student never changes.
    pub fn reach(self, stage: Stage, now: Timestamp) -> Result<Self, OutOfOrder> {
        if self.is_reached(stage) {
            return Ok(self);
        }
        if stage.previous().is_some_and(|previous| !self.is_reached(previous)) {
            return Err(OutOfOrder);
        }
        let mut times = self.0;
        times[stage.index()] = Some(now);
        Ok(Self(times))
    }

    /// Clears all stages except the first one. It is called when a teacher resets a student's second factor because of
    /// a lost phone.
    pub const fn reset_factor(self) -> Self {
        Self([self.0[0], None, None, None])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn second(n: i64) -> Timestamp {
        Timestamp::from_seconds(n)
    }

    #[test]
    fn the_four_stages_in_order() {
        let mut seat = StageTimes::default();
        for (n, stage) in Stage::ALL.into_iter().enumerate() {
            assert_eq!(seat.next(), Some(stage));
            seat = seat.reach(stage, second(n as i64)).unwrap();
        }
        assert_eq!(seat.next(), None);
        assert_eq!(seat.latest(), Some(second(3)));
    }

    #[test]
    fn a_badge_keeps_its_first_time() {
        let seat = StageTimes::default().reach(Stage::SignedIn, second(1)).unwrap();
        assert_eq!(seat.reach(Stage::SignedIn, second(9)).unwrap(), seat);
    }

    #[test]
    fn a_reset_keeps_the_login() {
        let mut seat = StageTimes::default();
        for stage in Stage::ALL {
            seat = seat.reach(stage, second(5)).unwrap();
        }
        assert_eq!(seat.reset_factor().next(), Some(Stage::SetupOpened));
        assert_eq!(seat.reset_factor().at(Stage::SignedIn), Some(second(5)));
    }

    #[test]
    fn stages_after_a_gap_count_as_not_reached() {
        let seat = StageTimes::from_times([Some(second(1)), None, Some(second(2)), None]);
        assert_eq!(seat.next(), Some(Stage::SetupOpened));
        assert!(!seat.is_reached(Stage::Connected));
    }

    #[derive(Clone, Debug)]
    enum Event {
        Reach(Stage),
        Reset,
    }

    fn any_event() -> impl Strategy<Value = Event> {
        prop_oneof![
            9 => (0..4_usize).prop_map(|n| Event::Reach(Stage::ALL[n])),
            1 => Just(Event::Reset),
        ]
    }

    proptest! {
        #[test]
        fn no_order_of_events_reaches_a_stage_without_the_one_before(events in prop::collection::vec(any_event(), 0..60)) {
            let mut seat = StageTimes::default();
            for (n, event) in events.into_iter().enumerate() {
                let before = seat;
                match event {
                    Event::Reach(stage) => match seat.reach(stage, second(n as i64)) {
                        Ok(after) => seat = after,
                        Err(OutOfOrder) => prop_assert!(!before.is_reached(stage)),
                    },
                    Event::Reset => seat = seat.reset_factor(),
                }
                for pair in Stage::ALL.windows(2) {
                    prop_assert!(seat.is_reached(pair[0]) || !seat.is_reached(pair[1]));
                }
                // Even a reset of the second factor keeps the first badge.
                prop_assert!(!before.is_reached(Stage::SignedIn) || seat.is_reached(Stage::SignedIn));
            }
        }
    }
}
