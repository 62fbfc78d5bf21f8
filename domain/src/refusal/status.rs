//! The HTTP status of each refusal.

use super::Refusal;

impl Refusal {
    pub const fn status(&self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::SignInFailed | Self::SignInFirst | Self::PendingExpired => 401,
            Self::MembersOnly | Self::FactorFirst | Self::RegistrationClosed | Self::InvitationNeeded => 403,
            Self::NotFound | Self::JoinCodeWrong => 404,
            Self::ProveFirst | Self::ScopeMissing => 403,
            Self::ChangedMeanwhile | Self::LastAdministrator | Self::NotOneself => 409,
            Self::EnrolFirst | Self::AppNeeded | Self::PasskeyNeeded => 409,
            Self::EnrolmentCodeWrong => 422,
            Self::TooManyRescues { .. } => 429,
            Self::LinkDead => 410,
            Self::AlreadyConnected
            | Self::SetUpFirst
            | Self::ClassPaused
            | Self::ClassEnded
            | Self::StagesFirst
            | Self::ExerciseLater
            | Self::RoundOver
            | Self::ClassHasOwner
            | Self::SelfJoinOff
            | Self::ClassFull
            | Self::OtherFactor { .. }
            | Self::EmailFirst
            | Self::TooManyPasskeys { .. }
            | Self::TooManyTokens { .. }
            | Self::LastFactor => 409,
            Self::SeatsOutOfRange { .. }
            | Self::TitleTooLong { .. }
            | Self::LabelTooLong { .. }
            | Self::MessageLength { .. }
            | Self::NameTooLong { .. }
            | Self::NoNames
            | Self::FileUnreadable
            | Self::MoreNamesThanSeats { .. }
            | Self::NoRoomForSeats { .. }
            | Self::NoSeatNumbersLeft { .. }
            | Self::NotACode
            | Self::CodeWrong
            | Self::CodeUsed { .. }
            | Self::CodeOfOlderQr
            | Self::ClockOff { .. }
            | Self::RecoveryCodeWrong
            | Self::WrongKeyboard
            | Self::Faults { .. }
            | Self::PasswordWrong
            | Self::CodeExpired
            | Self::KeyOfAnotherRequest
            | Self::PasskeyRefused
            | Self::PasskeyExpired
            | Self::PasskeyCopied
            | Self::PasskeyNeedsPassword
            | Self::PasskeyNameUnfit { .. }
            | Self::TokenNameUnfit { .. }
            | Self::NumberUnfit => 422,
            Self::Locked { .. }
            | Self::NetworkLocked { .. }
            | Self::FactorClosed
            | Self::SeatsTakenTooFast { .. }
            | Self::TooManyClasses { .. }
            | Self::TooManyRehearsals
            | Self::TooManyLookups { .. }
            | Self::TooManyRegistrations { .. }
            | Self::TooManyMails { .. }
            | Self::SentJustNow { .. }
            | Self::TooManyMessages { .. } => 429,
            Self::Unavailable | Self::Busy => 503,
        }
    }
}
