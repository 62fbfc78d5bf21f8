//! The exercise *lost phone*: the student signs in with a recovery code, connects a new authenticator, and signs in with
//! it. The server recognises these three events; no request claims them.

use serde::{Deserialize, Serialize};

/// How far the student is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryStep {
    /// The student has signed in with a recovery code.
    CodeUsed,
    /// The student has connected a new authenticator, so the lost one is not valid any more.
    Connected,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryEvent {
    SignedInWithRecoveryCode,
    ConnectedAuthenticator,
    SignedInWithAuthenticator,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryOutcome {
    /// The event changes nothing.
    Nothing,
    Step(RecoveryStep),
    Passed,
}

impl RecoveryStep {
    /// The name that the database uses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CodeUsed => "code_used",
            Self::Connected => "connected",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::CodeUsed, Self::Connected]
            .into_iter()
            .find(|step| step.code() == code)
    }

    /// A step that was done stays done, so that a student who needs a second recovery code loses nothing.
    pub const fn after(step: Option<Self>, event: RecoveryEvent) -> RecoveryOutcome {
        match (step, event) {
            (None, RecoveryEvent::SignedInWithRecoveryCode) => RecoveryOutcome::Step(Self::CodeUsed),
            (Some(Self::CodeUsed), RecoveryEvent::ConnectedAuthenticator) => RecoveryOutcome::Step(Self::Connected),
            (Some(Self::Connected), RecoveryEvent::SignedInWithAuthenticator) => RecoveryOutcome::Passed,
            _ => RecoveryOutcome::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use RecoveryEvent::{ConnectedAuthenticator, SignedInWithAuthenticator, SignedInWithRecoveryCode};

    fn outcome(events: &[RecoveryEvent]) -> (Option<RecoveryStep>, bool) {
        events.iter().fold((None, false), |(step, passed), event| {
            match RecoveryStep::after(step, *event) {
                RecoveryOutcome::Nothing => (step, passed),
                RecoveryOutcome::Step(step) => (Some(step), passed),
                RecoveryOutcome::Passed => (step, true),
            }
        })
    }

    #[test]
    fn the_three_events_in_order_pass_the_exercise() {
        let order = [
            SignedInWithRecoveryCode,
            ConnectedAuthenticator,
            SignedInWithAuthenticator,
        ];
        assert!(outcome(&order).1);
        assert_eq!(outcome(&order[..1]), (Some(RecoveryStep::CodeUsed), false));
        assert_eq!(outcome(&order[..2]), (Some(RecoveryStep::Connected), false));
    }

    #[test]
    fn no_other_order_passes_it() {
        for events in [
            &[SignedInWithAuthenticator][..],
            &[ConnectedAuthenticator, SignedInWithAuthenticator],
            &[SignedInWithRecoveryCode, SignedInWithAuthenticator],
            &[
                ConnectedAuthenticator,
                SignedInWithRecoveryCode,
                SignedInWithAuthenticator,
            ],
        ] {
            assert!(!outcome(events).1, "{events:?}");
        }
    }

    #[test]
    fn a_second_recovery_code_takes_no_step_back() {
        let events = [
            SignedInWithRecoveryCode,
            SignedInWithRecoveryCode,
            ConnectedAuthenticator,
            SignedInWithRecoveryCode,
            SignedInWithAuthenticator,
        ];
        assert!(outcome(&events).1);
    }

    #[test]
    fn the_stored_name_of_a_step_is_read_back() {
        for step in [RecoveryStep::CodeUsed, RecoveryStep::Connected] {
            assert_eq!(RecoveryStep::from_code(step.code()), Some(step));
        }
        assert_eq!(RecoveryStep::from_code("lake"), None);
    }
}
