//! The closed set of reasons for which Stepwise refuses a request. A refusal is a code; its text is looked up when it
//! is shown.

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

impl Refusal {
    /// The code as API clients see it.
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
            Self::OtherFactor { .. } => "other_way",
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

    /// The HTTP status of the refusal.
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
            | Self::OtherFactor { .. }
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
