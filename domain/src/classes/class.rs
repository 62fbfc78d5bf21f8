//! The states of a class (open, paused, ended), the end of a class, and the stages that each state allows.

use crate::{
    refusal::Refusal,
    stage::Stage,
    time::{DAY, HOUR, Timestamp},
};
use core::time::Duration;
use serde::{Deserialize, Serialize};

/// How long a class stays open by default.
pub const DEFAULT_LIFETIME: Duration = Duration::from_secs(24 * 3600);

/// How long after its end a class is deleted by default.
pub const DEFAULT_PURGE_AFTER: Duration = Duration::from_secs(7 * 24 * 3600);

/// For how long, from now, a teacher can keep a class open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extension {
    Hour,
    /// Until midnight in the teacher's time zone.
    Tonight,
    Day,
    Week,
    Month,
}

impl Extension {
    pub const ALL: [Self; 5] = [Self::Hour, Self::Tonight, Self::Day, Self::Week, Self::Month];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Tonight => "tonight",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The new end of the class: at least one hour and at most thirty days from now. `utc_offset` is the offset of the
    /// teacher's time zone in minutes, positive east of Greenwich.
    pub fn end(self, now: Timestamp, utc_offset: i32) -> Timestamp {
        match self {
            Self::Hour => now.after(HOUR),
            Self::Tonight => midnight(now, utc_offset).max(now.after(HOUR)),
            Self::Day => now.after(DAY),
            Self::Week => now.after(7 * DAY),
            Self::Month => now.after(30 * DAY),
        }
    }
}

fn midnight(now: Timestamp, utc_offset: i32) -> Timestamp {
    let day = i64::try_from(DAY.as_micros()).unwrap_or(i64::MAX);
    let offset = i64::from(utc_offset) * 60_000_000;
    let here = now.micros() + offset;
    Timestamp::from_micros(here - here.rem_euclid(day) + day - offset)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassState {
    Open,
    /// Students can sign in and see their lesson, but cannot reach a further stage.
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

    /// In a paused class only stage 1 (the sign-in) can be reached; in an ended class no stage.
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
    fn a_class_is_extended_by_an_hour_to_thirty_days() {
        // 2026-11-20, 20:30 UTC.
        let now = Timestamp::from_seconds(1_795_206_600);
        assert_eq!(
            Extension::Tonight.end(now, 0),
            now.after(Duration::from_secs(3600 * 7 / 2))
        );
        // In Moscow the time is 23:30: midnight is less than an hour away.
        assert_eq!(Extension::Tonight.end(now, 180), now.after(HOUR));
        assert_eq!(
            Extension::Tonight.end(now, -120),
            now.after(Duration::from_secs(3600 * 11 / 2))
        );
        for extension in Extension::ALL {
            for offset in [-14 * 60, 0, 14 * 60] {
                let end = extension.end(now, offset);
                assert!((HOUR..=30 * DAY).contains(&end.since(now)), "{extension:?}");
            }
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
