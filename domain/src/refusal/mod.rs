//! All reasons for which Stepwise refuses a request. A refusal contains no text for users; pages and the API choose the
//! text in the user's language.

mod code;
mod status;

use crate::{code::NotACode, factor::FactorKind, registration::Faults, time::Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;

#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[error("{}", self.code())]
pub enum Refusal {
    /// The request is malformed: a field is missing or has the wrong format.
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
    /// The text of a practice message is empty or has more than `most` characters.
    MessageLength {
        most: usize,
    },
    /// A line of a list of names is too long for the label of a seat.
    NameTooLong {
        line: usize,
        most: usize,
    },
    /// A list contains no name.
    NoNames,
    /// An uploaded file is no text, or its encoding is unknown.
    FileUnreadable,
    /// A list has more names than the class has seats.
    MoreNamesThanSeats {
        names: usize,
        seats: usize,
    },
    /// With the added seats the class would have more than `most` seats; `left` seats can still be added.
    NoRoomForSeats {
        most: u16,
        left: u16,
    },
    /// Seats were added and removed so often that all seat numbers are used up.
    NoSeatNumbersLeft {
        most: u16,
    },
    /// Another account owns the class already.
    ClassHasOwner,
    /// On this server, only members are allowed to open a class.
    MembersOnly,
    /// Too many classes were opened from one network.
    TooManyClasses {
        until: Timestamp,
    },
    /// Too many rehearsals are running, from this network or on the whole site.
    TooManyRehearsals,
    /// Unknown name or wrong password. The answer does not say which of these two it is, so that strangers cannot find
    /// out which accounts exist.
    SignInFailed,
    /// The name and password, class code or recovery code does not fit, and contains Cyrillic letters.
    WrongKeyboard,
    /// Too many wrong answers for this name or factor. During the pause the server checks no answer.
    Locked {
        until: Timestamp,
    },
    /// Too many wrong answers from one device or one network.
    NetworkLocked {
        until: Timestamp,
    },
    /// After a hundred wrong codes in a row the server accepts no more codes of the factor. Only a teacher or an
    /// administrator can change that.
    FactorClosed,
    /// The client has not signed in, or the sign-in has ended.
    SignInFirst,
    /// The password was accepted too long ago; the user must enter it again.
    PendingExpired,
    /// The object does not exist, or the client is not allowed to see it.
    NotFound,
    NotACode,
    CodeWrong,
    /// The code is right, but it was used before.
    CodeUsed {
        next_at: Timestamp,
    },
    /// The code is right for an older QR code, which was replaced by a new one.
    CodeOfOlderQr,
    /// The code is right for a clock that is ahead (positive) or behind (negative) by this many seconds.
    ClockOff {
        seconds: i64,
    },
    RecoveryCodeWrong,
    AlreadyConnected,
    /// The set-up was not opened in this session, or another session has opened a new set-up since then.
    SetUpFirst,
    ClassPaused,
    ClassEnded,
    /// The exercises come after the four stages.
    StagesFirst,
    /// The teacher has not opened the exercise yet.
    ExerciseLater,
    /// The form belongs to a round of the exercise that is over, for example because it was sent twice.
    RoundOver,
    /// No open or paused class has this join code.
    JoinCodeWrong,
    /// In this class, students cannot take seats themselves.
    SelfJoinOff,
    /// The class has no free seat.
    ClassFull,
    /// Students behind one network address have taken too many seats of a class within a minute.
    SeatsTakenTooFast {
        until: Timestamp,
    },
    /// A fault of the server or the database. The request can succeed later.
    Unavailable,
    /// Faults in the fields of a registration or of a new password.
    Faults {
        faults: Faults,
    },
    /// The member has no second factor, so only the set-up page is allowed.
    FactorFirst,
    /// The operator allows no registration.
    RegistrationClosed,
    /// The operator allows registration only with an invitation.
    InvitationNeeded,
    /// Too many registrations from one network.
    TooManyRegistrations {
        until: Timestamp,
    },
    /// Too many mails for forgotten passwords were requested from one network.
    TooManyMails {
        until: Timestamp,
    },
    /// The link was used before, has expired, or was replaced by a newer one.
    LinkDead,
    /// This is not the password of the signed-in account.
    PasswordWrong,
    /// The sent code has expired, was used before, or was sent for another session.
    CodeExpired,
    /// The previous code was sent a moment ago.
    SentJustNow {
        until: Timestamp,
    },
    /// Too many codes were sent within the last hour.
    TooManyMessages {
        until: Timestamp,
    },
    /// The text is not a phone number with a country code.
    NumberUnfit,
    /// The account has no factor of the requested kind; it has factors of these kinds.
    #[serde(rename = "other_way")]
    OtherFactor {
        #[serde(rename = "ways")]
        factors: Vec<FactorKind>,
    },
    /// The account has no confirmed e-mail address. Codes are sent to a confirmed address only.
    EmailFirst,
    /// The passkey is unknown, belongs to another account or site, has not verified its user, or has signed wrongly.
    PasskeyRefused,
    /// The challenge has expired, was answered before, or was issued for another session.
    PasskeyExpired,
    /// The counter of the passkey has gone back: another authenticator has a copy of it.
    PasskeyCopied,
    /// The account has a new password, and the passkey was not used after it yet.
    PasskeyNeedsPassword,
    /// The account has the maximum number of passkeys.
    TooManyPasskeys {
        most: usize,
    },
    /// The name of the passkey is empty or has more than `most` characters.
    PasskeyNameUnfit {
        most: usize,
    },
    /// The scope of the personal token does not allow this call.
    ScopeMissing,
    /// The account has the maximum number of personal tokens.
    TooManyTokens {
        most: usize,
    },
    /// The name of the personal token is empty or has more than `most` characters.
    TokenNameUnfit {
        most: usize,
    },
    /// The last factor of an account can be replaced, but not removed.
    LastFactor,
    /// An administrator must enter a code again before this action.
    ProveFirst,
    /// Since the page was shown, another request has changed the data on it.
    ChangedMeanwhile,
    /// This account is the last administrator, so it must stay one.
    LastAdministrator,
    /// Administrators are not allowed to do this to their own account.
    NotOneself,
    /// The enrolment code is wrong, was used, has expired, or belongs to another account.
    EnrolmentCodeWrong,
    /// An administrator has removed all factors of the account. The member needs an enrolment code before the set-up.
    EnrolFirst,
    /// The member has requested help too often.
    TooManyRescues {
        until: Timestamp,
    },
    /// Too many user names were looked up from one network.
    TooManyLookups {
        until: Timestamp,
    },
    /// The API client has already sent this idempotency key with a different request.
    KeyOfAnotherRequest,
    /// Administrators sign in with an authenticator app, but this account has no app, or would have none after the
    /// requested action.
    AppNeeded,
    /// On this server administrators sign in with a passkey, but this account has no passkey, or would have none after
    /// the requested action.
    PasskeyNeeded,
    /// Too many passwords wait for their check. The password of this request was not checked, and the attempt was not
    /// counted.
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
