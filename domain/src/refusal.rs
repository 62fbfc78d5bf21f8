//! The closed set of reasons for which Stepwise says no. Codes at the edge; words are found when one is shown.

use crate::{code::NotACode, factor::FactorKind, registration::Faults, time::Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;

#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[error("{}", self.code())]
pub enum Refusal {
    /// The request is not one of ours: a field is missing, the format is another.
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
    /// A class holds so many seats, and so many would still fit.
    NoRoomForSeats {
        most: u16,
        left: u16,
    },
    /// Seats were added and removed so often that no number is left for a new one.
    NoSeatNumbersLeft {
        most: u16,
    },
    /// Somebody's account has the class already.
    ClassHasOwner,
    /// Opening a class is for members here.
    MembersOnly,
    /// Too many classes from one address.
    TooManyClasses {
        until: Timestamp,
    },
    /// Unknown name or wrong password; which of the two is nobody's business.
    SignInFailed,
    /// Too many tries; not even a right answer is looked at.
    Locked {
        until: Timestamp,
    },
    /// Too many wrong answers from one device, or from its network.
    NetworkLocked {
        until: Timestamp,
    },
    /// A hundred wrong codes in a row: a person must open the factor again.
    FactorClosed,
    /// Not signed in, or not any more.
    SignInFirst,
    /// The password was accepted too long ago; it has to be given again.
    PendingExpired,
    /// Nothing here for whoever asks.
    NotFound,
    NotACode,
    CodeWrong,
    /// A right code, spent already.
    CodeUsed {
        next_at: Timestamp,
    },
    /// Right for a QR code that has been replaced.
    CodeOfOlderQr,
    /// Right for a clock that is so many seconds ahead (positive) or behind.
    ClockOff {
        seconds: i64,
    },
    RecoveryCodeWrong,
    AlreadyConnected,
    /// The set-up was not opened in this session, or was started anew elsewhere.
    SetUpFirst,
    ClassPaused,
    ClassEnded,
    /// No class has this join code, or not any more.
    JoinCodeWrong,
    /// The teacher lets nobody take a seat by herself.
    SelfJoinOff,
    /// Every seat is somebody's.
    ClassFull,
    /// Too many seats of a class were taken from one network within a minute.
    SeatsTakenTooFast {
        until: Timestamp,
    },
    /// Our fault, or the database's; trying again may help.
    Unavailable,
    /// Fields of a registration or of a new password.
    Faults {
        faults: Faults,
    },
    /// A member without a second factor reaches nothing but the set-up.
    FactorFirst,
    /// The operator lets nobody register, or only who has an invitation.
    RegistrationClosed,
    InvitationNeeded,
    /// Too many registrations from one network.
    TooManyRegistrations {
        until: Timestamp,
    },
    /// Too many mails of forgotten passwords were asked for from one network.
    TooManyMails {
        until: Timestamp,
    },
    /// Followed already, too old, or replaced by a newer one.
    LinkDead,
    /// Not the password of who is signed in here.
    PasswordWrong,
    /// A sent code that is too old, was used, or was sent to somebody else.
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
    /// No app is connected, or no such messages: codes come these ways.
    OtherWay {
        ways: Vec<FactorKind>,
    },
    /// Codes go to a confirmed address only.
    EmailFirst,
    /// The last factor can be replaced, never removed.
    LastFactor,
    /// An administrator gives a code again before she acts.
    ProveFirst,
    /// Somebody else was first: what the page showed is not so any more.
    ChangedMeanwhile,
    /// Without her there would be no administrator.
    LastAdministrator,
    /// An administrator does not do this to herself.
    NotOneself,
    /// Wrong, used, too old, or of another account.
    EnrolmentCodeWrong,
    /// Every factor was taken off: what is owed first is an administrator's enrolment code.
    EnrolFirst,
    /// Asked for help too often.
    TooManyRescues {
        until: Timestamp,
    },
    /// Too many members were looked up from one network.
    TooManyLookups {
        until: Timestamp,
    },
    /// A program has used its key for another request before.
    KeyOfAnotherRequest,
    /// An administrator signs in with an authenticator app, and this account has none or would have none.
    AppNeeded,
    /// Too many passwords wait to be compared. This one was neither compared nor counted.
    Busy,
}

impl Refusal {
    /// The name as programs see it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadRequest => "bad_request",
            Self::SeatsOutOfRange { .. } => "seats_out_of_range",
            Self::TitleTooLong { .. } => "title_too_long",
            Self::LabelTooLong { .. } => "label_too_long",
            Self::NameTooLong { .. } => "name_too_long",
            Self::MoreNamesThanSeats { .. } => "more_names_than_seats",
            Self::NoRoomForSeats { .. } => "no_room_for_seats",
            Self::NoSeatNumbersLeft { .. } => "no_seat_numbers_left",
            Self::ClassHasOwner => "class_has_owner",
            Self::MembersOnly => "members_only",
            Self::TooManyClasses { .. } => "too_many_classes",
            Self::SignInFailed => "sign_in_failed",
            Self::Locked { .. } => "locked",
            Self::NetworkLocked { .. } => "network_locked",
            Self::FactorClosed => "factor_closed",
            Self::SignInFirst => "sign_in_first",
            Self::PendingExpired => "pending_expired",
            Self::NotFound => "not_found",
            Self::NotACode => "not_a_code",
            Self::CodeWrong => "code_wrong",
            Self::CodeUsed { .. } => "code_used",
            Self::CodeOfOlderQr => "code_of_older_qr",
            Self::ClockOff { .. } => "clock_off",
            Self::RecoveryCodeWrong => "recovery_code_wrong",
            Self::AlreadyConnected => "already_connected",
            Self::SetUpFirst => "set_up_first",
            Self::ClassPaused => "class_paused",
            Self::ClassEnded => "class_ended",
            Self::JoinCodeWrong => "join_code_wrong",
            Self::SelfJoinOff => "self_join_off",
            Self::ClassFull => "class_full",
            Self::SeatsTakenTooFast { .. } => "seats_taken_too_fast",
            Self::Unavailable => "unavailable",
            Self::Faults { .. } => "faults",
            Self::FactorFirst => "factor_first",
            Self::RegistrationClosed => "registration_closed",
            Self::InvitationNeeded => "invitation_needed",
            Self::TooManyRegistrations { .. } => "too_many_registrations",
            Self::TooManyMails { .. } => "too_many_mails",
            Self::LinkDead => "link_dead",
            Self::PasswordWrong => "password_wrong",
            Self::CodeExpired => "code_expired",
            Self::SentJustNow { .. } => "sent_just_now",
            Self::TooManyMessages { .. } => "too_many_messages",
            Self::NumberUnfit => "number_unfit",
            Self::OtherWay { .. } => "other_way",
            Self::EmailFirst => "email_first",
            Self::LastFactor => "last_factor",
            Self::ProveFirst => "prove_first",
            Self::ChangedMeanwhile => "changed_meanwhile",
            Self::LastAdministrator => "last_administrator",
            Self::NotOneself => "not_oneself",
            Self::EnrolmentCodeWrong => "enrolment_code_wrong",
            Self::EnrolFirst => "enrol_first",
            Self::TooManyRescues { .. } => "too_many_rescues",
            Self::TooManyLookups { .. } => "too_many_lookups",
            Self::KeyOfAnotherRequest => "key_of_another_request",
            Self::AppNeeded => "app_needed",
            Self::Busy => "busy",
        }
    }

    /// The HTTP status that says the same.
    pub const fn status(&self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::SignInFailed | Self::SignInFirst | Self::PendingExpired => 401,
            Self::MembersOnly | Self::FactorFirst | Self::RegistrationClosed | Self::InvitationNeeded => 403,
            Self::NotFound | Self::JoinCodeWrong => 404,
            Self::ProveFirst => 403,
            Self::ChangedMeanwhile | Self::LastAdministrator | Self::NotOneself => 409,
            Self::EnrolFirst | Self::AppNeeded => 409,
            Self::EnrolmentCodeWrong => 422,
            Self::TooManyRescues { .. } => 429,
            Self::LinkDead => 410,
            Self::AlreadyConnected
            | Self::SetUpFirst
            | Self::ClassPaused
            | Self::ClassEnded
            | Self::ClassHasOwner
            | Self::SelfJoinOff
            | Self::ClassFull
            | Self::OtherWay { .. }
            | Self::EmailFirst
            | Self::LastFactor => 409,
            Self::SeatsOutOfRange { .. }
            | Self::TitleTooLong { .. }
            | Self::LabelTooLong { .. }
            | Self::NameTooLong { .. }
            | Self::MoreNamesThanSeats { .. }
            | Self::NoRoomForSeats { .. }
            | Self::NoSeatNumbersLeft { .. }
            | Self::NotACode
            | Self::CodeWrong
            | Self::CodeUsed { .. }
            | Self::CodeOfOlderQr
            | Self::ClockOff { .. }
            | Self::RecoveryCodeWrong
            | Self::Faults { .. }
            | Self::PasswordWrong
            | Self::CodeExpired
            | Self::KeyOfAnotherRequest
            | Self::NumberUnfit => 422,
            Self::Locked { .. }
            | Self::NetworkLocked { .. }
            | Self::FactorClosed
            | Self::SeatsTakenTooFast { .. }
            | Self::TooManyClasses { .. }
            | Self::TooManyLookups { .. }
            | Self::TooManyRegistrations { .. }
            | Self::TooManyMails { .. }
            | Self::SentJustNow { .. }
            | Self::TooManyMessages { .. } => 429,
            Self::Unavailable | Self::Busy => 503,
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
