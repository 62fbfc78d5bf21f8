//! Help for a member who has lost the phone and the recovery codes: the states of a rescue request, and its limits.

use core::time::Duration;
use serde::{Deserialize, Serialize};

/// How long an enrolment code is valid.
pub const ENROLMENT_CODE_LIFETIME: Duration = Duration::from_secs(24 * 3600);
/// Maximum number of rescue requests per account and day, because administrators get a mail for each request.
pub const MAX_REQUESTS_PER_DAY: u64 = 3;

/// State of a rescue request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RescueState {
    Open,
    /// An administrator has issued an enrolment code.
    Issued,
    /// An administrator has declined the request.
    Declined,
    /// The owner of the account has declared that they did not make the request.
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

/// What the code page offers to a member who has lost the phone and the recovery codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RescueHelp {
    /// Members cannot request help, because the operator has set no address that gets the requests.
    #[default]
    Off,
    Available,
    /// The member has requested help, and no administrator has answered yet.
    Requested,
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
