//! The closed set of reasons for which Stepwise refuses a request. A refusal is a code; its text is looked up when it
//! is shown.

mod code;
mod status;

use crate::{code::NotACode, factor::FactorKind, registration::Faults, time::Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;

#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[error("{}", self.code())]
pub enum Refusal {
    /// The request is malformed: a field is missing, or has another format.
    BadRequest,
    SeatsOutOfRange {
        most: u16,
    },
    TitleTooLong {
        most: usize,
    },
    LabelTooLong {
        most: usize,
    },
    /// A line of a pasted list is too long for a label.
    NameTooLong {
        line: usize,
        most: usize,
    },
    /// A pasted list is longer than the class.
    MoreNamesThanSeats {
        names: usize,
        seats: usize,
    },
    /// The maximum number of seats in a class, and the number that still fit.
    NoRoomForSeats {
        most: u16,
        left: u16,
    },
    /// Seats were added and removed so often that no number is left for a new one.
    NoSeatNumbersLeft {
        most: u16,
    },
    /// Another account owns the class already.
    ClassHasOwner,
    /// On this server, only members may open a class.
    MembersOnly,
    /// Too many classes from one address.
    TooManyClasses {
        until: Timestamp,
    },
    /// Unknown name or wrong password. The answer does not say which, so that accounts cannot be found out.
    SignInFailed,
    /// Too many wrong answers; not even a right one is checked.
    Locked {
        until: Timestamp,
    },
    /// Too many wrong answers from one device, or from its network.
    NetworkLocked {
        until: Timestamp,
    },
    /// A hundred wrong codes in a row: a person must open the factor again.
    FactorClosed,
    /// The client is not signed in, or not any more.
    SignInFirst,
    /// The password was accepted too long ago; it has to be given again.
    PendingExpired,
    /// The object does not exist, or the client may not see it.
    NotFound,
    NotACode,
    CodeWrong,
    /// A right code that was used already.
    CodeUsed {
        next_at: Timestamp,
    },
    /// A right code for a QR code that has been replaced.
    CodeOfOlderQr,
    /// A right code for a clock that is this many seconds ahead (positive) or behind.
    ClockOff {
        seconds: i64,
    },
    RecoveryCodeWrong,
    AlreadyConnected,
    /// The set-up was not opened in this session, or was started again in another one.
    SetUpFirst,
    ClassPaused,
    ClassEnded,
    /// No running class has this join code.
    JoinCodeWrong,
    /// The teacher does not allow students to take seats themselves.
    SelfJoinOff,
    /// All seats are taken.
    ClassFull,
    /// Too many seats of a class were taken from one network within a minute.
    SeatsTakenTooFast {
        until: Timestamp,
    },
    /// A fault of the server or the database; trying again may help.
    Unavailable,
    /// Faults in the fields of a registration or of a new password.
    Faults {
        faults: Faults,
    },
    /// A member without a second factor has access only to the set-up.
    FactorFirst,
    /// The operator allows no registration, or only with an invitation.
    RegistrationClosed,
    InvitationNeeded,
    /// Too many registrations from one network.
    TooManyRegistrations {
        until: Timestamp,
    },
    /// Too many mails for forgotten passwords were asked for from one network.
    TooManyMails {
        until: Timestamp,
    },
    /// The link was used, has expired, or was replaced by a newer one.
    LinkDead,
    /// The password is not that of the signed-in account.
    PasswordWrong,
    /// A sent code that has expired, was used, or was sent to another session.
    CodeExpired,
    /// A code was sent a moment ago.
    SentJustNow {
        until: Timestamp,
    },
    /// Too many codes were sent within an hour.
    TooManyMessages {
        until: Timestamp,
    },
    /// Not a telephone number with its country.
    NumberUnfit,
    /// No app is connected, or no messages of this kind: the account's codes come by these factors.
    #[serde(rename = "other_way")]
    OtherFactor {
        #[serde(rename = "ways")]
        factors: Vec<FactorKind>,
    },
    /// Codes go to a confirmed address only.
    EmailFirst,
    /// The last factor can be replaced, never removed.
    LastFactor,
    /// An administrator must give a code again before an act.
    ProveFirst,
    /// A parallel request has changed what the page showed.
    ChangedMeanwhile,
    /// Without this account there would be no administrator.
    LastAdministrator,
    /// An administrator may not do this to their own account.
    NotOneself,
    /// The enrolment code is wrong, used, expired, or of another account.
    EnrolmentCodeWrong,
    /// Every factor was removed: an administrator's enrolment code is required first.
    EnrolFirst,
    /// Help was requested too often.
    TooManyRescues {
        until: Timestamp,
    },
    /// Too many members were looked up from one network.
    TooManyLookups {
        until: Timestamp,
    },
    /// An API client has used its idempotency key for another request before.
    KeyOfAnotherRequest,
    /// An administrator signs in with an authenticator app, and this account has none or would have none.
    AppNeeded,
    /// Too many passwords wait to be compared. This one was neither compared nor counted.
    Busy,
}

impl Faults {
    /// Returns all faults at once, so that the user can correct all fields in one step.
    pub fn into_result(self) -> Result<(), Refusal> {
        if self == Self::default() {
            Ok(())
        } else {
            Err(Refusal::Faults { faults: self })
        }
    }
}

impl From<NotACode> for Refusal {
    fn from(NotACode: NotACode) -> Self {
        Self::NotACode
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_what_serialisation_writes() {
        for refusal in [
            Refusal::BadRequest,
            Refusal::SeatsOutOfRange { most: 500 },
            Refusal::CodeUsed {
                next_at: Timestamp::from_seconds(1),
            },
            Refusal::ClockOff { seconds: -120 },
            Refusal::FactorClosed,
        ] {
            let json = serde_json::to_value(&refusal).unwrap();
            assert_eq!(json["code"], refusal.code());
            assert_eq!(serde_json::from_value::<Refusal>(json).unwrap(), refusal);
        }
    }
}
