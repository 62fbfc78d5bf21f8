//! Reasons for a student's last failed attempt, as the board shows them and the database stores them.

use crate::refusal::Refusal;
use core::{fmt, str::FromStr};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum SeatFailure {
    WrongPassword,
    WrongCode,
    UsedCode,
    OlderQr,
    /// The phone's clock is ahead (positive) or behind (negative) by this many seconds.
    ClockOff {
        seconds: i64,
    },
    WrongRecoveryCode,
    Locked,
    Closed,
}

impl SeatFailure {
    /// The reason that the board shows for a refusal; `None` for a refusal that the board does not show.
    pub const fn from_refusal(refusal: &Refusal) -> Option<Self> {
        Some(match refusal {
            Refusal::SignInFailed => Self::WrongPassword,
            Refusal::CodeWrong => Self::WrongCode,
            Refusal::CodeUsed { .. } => Self::UsedCode,
            Refusal::CodeOfOlderQr => Self::OlderQr,
            Refusal::ClockOff { seconds } => Self::ClockOff { seconds: *seconds },
            Refusal::RecoveryCodeWrong => Self::WrongRecoveryCode,
            Refusal::Locked { .. } => Self::Locked,
            Refusal::FactorClosed => Self::Closed,
            _ => return None,
        })
    }
}

const CLOCK_OFF: &str = "clock_off:";

impl fmt::Display for SeatFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WrongPassword => "wrong_password",
            Self::WrongCode => "wrong_code",
            Self::UsedCode => "used_code",
            Self::OlderQr => "older_qr",
            Self::ClockOff { seconds } => return write!(f, "{CLOCK_OFF}{seconds}"),
            Self::WrongRecoveryCode => "wrong_recovery_code",
            Self::Locked => "locked",
            Self::Closed => "closed",
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a failure that seats have")]
pub struct UnknownFailure;

impl FromStr for SeatFailure {
    type Err = UnknownFailure;

    fn from_str(text: &str) -> Result<Self, UnknownFailure> {
        if let Some(seconds) = text.strip_prefix(CLOCK_OFF) {
            return seconds
                .parse()
                .map(|seconds| Self::ClockOff { seconds })
                .map_err(|_| UnknownFailure);
        }
        [
            Self::WrongPassword,
            Self::WrongCode,
            Self::UsedCode,
            Self::OlderQr,
            Self::WrongRecoveryCode,
            Self::Locked,
            Self::Closed,
        ]
        .into_iter()
        .find(|failure| failure.to_string() == text)
        .ok_or(UnknownFailure)
    }
}

impl From<SeatFailure> for String {
    fn from(failure: SeatFailure) -> Self {
        failure.to_string()
    }
}

impl TryFrom<String> for SeatFailure {
    type Error = UnknownFailure;

    fn try_from(text: String) -> Result<Self, UnknownFailure> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_survives_its_column() {
        for failure in [
            SeatFailure::OlderQr,
            SeatFailure::ClockOff { seconds: -120 },
            SeatFailure::Closed,
        ] {
            assert_eq!(failure.to_string().parse(), Ok(failure));
        }
        assert_eq!("nonsense".parse::<SeatFailure>(), Err(UnknownFailure));
        assert_eq!("clock_off:x".parse::<SeatFailure>(), Err(UnknownFailure));
    }
}
