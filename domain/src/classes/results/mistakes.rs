//! What went wrong in a class, counted without names.

use crate::seat_failure::SeatFailure;
use serde::{Deserialize, Serialize};

/// A failed attempt, as the debrief counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mistake {
    WrongPassword,
    WrongCode,
    UsedCode,
    OlderQr,
    ClockOff,
    WrongRecoveryCode,
}

impl Mistake {
    pub const ALL: [Self; 6] = [
        Self::WrongPassword,
        Self::WrongCode,
        Self::UsedCode,
        Self::OlderQr,
        Self::ClockOff,
        Self::WrongRecoveryCode,
    ];

    /// `None` for an attempt that was not judged, because the seat was locked.
    pub const fn of(failure: SeatFailure) -> Option<Self> {
        Some(match failure {
            SeatFailure::WrongPassword => Self::WrongPassword,
            SeatFailure::WrongCode => Self::WrongCode,
            SeatFailure::UsedCode => Self::UsedCode,
            SeatFailure::OlderQr => Self::OlderQr,
            SeatFailure::ClockOff { .. } => Self::ClockOff,
            SeatFailure::WrongRecoveryCode => Self::WrongRecoveryCode,
            SeatFailure::Locked | SeatFailure::Closed => return None,
        })
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongPassword => "wrong_password",
            Self::WrongCode => "wrong_code",
            Self::UsedCode => "used_code",
            Self::OlderQr => "older_qr",
            Self::ClockOff => "clock_off",
            Self::WrongRecoveryCode => "wrong_recovery_code",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mistake| mistake.code() == code)
    }
}

/// How often each mistake was made, the most frequent first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistakes(Vec<(Mistake, u64)>);

impl Mistakes {
    pub fn of(counts: impl IntoIterator<Item = (Mistake, u64)>) -> Self {
        let mut counts: Vec<_> = counts.into_iter().filter(|(_, times)| *times > 0).collect();
        counts.sort_by_key(|(mistake, times)| (u64::MAX - times, mistake.code()));
        Self(counts)
    }

    pub fn iter(&self) -> impl Iterator<Item = (Mistake, u64)> + '_ {
        self.0.iter().copied()
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_mistake_comes_first() {
        let counts = [
            (Mistake::WrongPassword, 2),
            (Mistake::UsedCode, 0),
            (Mistake::WrongCode, 5),
            (Mistake::ClockOff, 2),
        ];
        let sorted: Vec<_> = Mistakes::of(counts).iter().collect();
        let expected = [
            (Mistake::WrongCode, 5),
            (Mistake::ClockOff, 2),
            (Mistake::WrongPassword, 2),
        ];
        assert_eq!(sorted, expected);
        assert!(Mistakes::of([]).is_empty());
    }

    #[test]
    fn an_attempt_that_was_not_judged_is_no_mistake() {
        assert_eq!(Mistake::of(SeatFailure::Locked), None);
        assert_eq!(Mistake::of(SeatFailure::Closed), None);
        assert_eq!(
            Mistake::of(SeatFailure::ClockOff { seconds: 90 }),
            Some(Mistake::ClockOff)
        );
        for mistake in Mistake::ALL {
            assert_eq!(Mistake::from_code(mistake.code()), Some(mistake));
            assert_eq!(serde_json::to_value(mistake).unwrap(), mistake.code());
        }
    }
}
