//! Help for whoever has lost her phone and her recovery codes: by an administrator, who knows her.

use core::time::Duration;
use serde::{Deserialize, Serialize};

/// How long an enrolment code works.
pub const ENROLMENT_LIFE: Duration = Duration::from_secs(24 * 3600);
/// Requests that one account may make in a day: administrators get a mail for each.
pub const MOST_A_DAY: u64 = 3;
pub const DAY: Duration = Duration::from_secs(24 * 3600);

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RescueState {
    Open,
    /// An administrator has issued an enrolment code.
    Issued,
    /// An administrator has closed it.
    Declined,
    /// The owner of the account says that it was not her.
    Objected,
}

impl RescueState {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Issued => "issued",
            Self::Declined => "declined",
            Self::Objected => "objected",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Open, Self::Issued, Self::Declined, Self::Objected]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// What the challenge offers to whoever has lost everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Help {
    /// Whoever runs this site has not said where requests go.
    #[default]
    Off,
    MayAsk,
    /// Asked for, and not answered yet.
    Asked,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_survives_its_column() {
        for state in [
            RescueState::Open,
            RescueState::Issued,
            RescueState::Declined,
            RescueState::Objected,
        ] {
            assert_eq!(RescueState::from_code(state.code()), Some(state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.code());
            assert!(state.code().len() <= 8);
        }
        assert_eq!(RescueState::from_code("lost"), None);
    }
}
