//! The kinds of guesses at a code, and how each kind of wrong guess is answered and shown.

use domain::{refusal::Refusal, seat_failure::SeatFailure};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// A code of the authenticator app, at sign-in.
    Authenticator,
    /// A code that was sent by mail, at sign-in.
    SentCode,
    /// A recovery code, at sign-in.
    Recovery,
    /// A code that an administrator has issued, at sign-in.
    Enrolment,
    /// A code of the authenticator app, before a member changes how they sign in.
    Reauthentication,
    /// A code of the secret that the set-up page shows.
    PendingSecret,
    /// A code that was sent to an address, to connect this address as a factor.
    PendingAddress,
}

impl Guess {
    pub const ALL: [Self; 7] = [
        Self::Authenticator,
        Self::SentCode,
        Self::Recovery,
        Self::Enrolment,
        Self::Reauthentication,
        Self::PendingSecret,
        Self::PendingAddress,
    ];

    /// The kinds of guesses that students can make.
    pub const OF_STUDENTS: [Self; 5] = [
        Self::Authenticator,
        Self::SentCode,
        Self::Recovery,
        Self::PendingSecret,
        Self::PendingAddress,
    ];

    /// The kinds whose used or expired codes are not counted as wrong. A used recovery or enrolment code is counted.
    pub const WITH_STALE_CODES: [Self; 4] = [
        Self::Authenticator,
        Self::SentCode,
        Self::Reauthentication,
        Self::PendingAddress,
    ];

    pub fn is_set_up(self) -> bool {
        matches!(self, Self::PendingSecret | Self::PendingAddress)
    }

    pub fn refusal(self) -> Refusal {
        match self {
            Self::Recovery => Refusal::RecoveryCodeWrong,
            Self::Enrolment => Refusal::EnrolmentCodeWrong,
            _ => Refusal::CodeWrong,
        }
    }

    pub fn seat_failure(self) -> SeatFailure {
        SeatFailure::from_refusal(&self.refusal()).unwrap()
    }
}
