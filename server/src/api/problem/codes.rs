//! Lists all error codes for the API documentation page.

use super::ApiError;
use axum::http::StatusCode;
use domain::{
    locale::Locale,
    refusal::Refusal,
    registration::{Faults, UsernameFault},
    time::Timestamp,
    validate::MAX_SEAT_NUMBER,
};
use std::time::Duration;

pub struct Code {
    pub code: &'static str,
    pub status: u16,
    pub detail: String,
}

/// All error codes that the API can return.
pub fn codes(locale: Locale, now: Timestamp) -> Vec<Code> {
    let until = now.after(Duration::from_secs(60));
    let taken = Faults {
        username: Some(UsernameFault::Taken),
        ..Faults::default()
    };
    let refusals = [
        Refusal::SignInFailed,
        Refusal::SignInFirst,
        Refusal::CodeWrong,
        Refusal::CodeUsed { next_at: until },
        Refusal::CodeOfOlderQr,
        Refusal::ClockOff { seconds: -120 },
        Refusal::CodeExpired,
        Refusal::NotACode,
        Refusal::AlreadyConnected,
        Refusal::SetUpFirst,
        Refusal::OtherFactor { factors: Vec::new() },
        Refusal::EnrolFirst,
        Refusal::AppNeeded,
        Refusal::PasskeyNeeded,
        Refusal::ScopeMissing,
        Refusal::Locked { until },
        Refusal::FactorClosed,
        Refusal::NetworkLocked { until },
        Refusal::SentJustNow { until },
        Refusal::TooManyMessages { until },
        Refusal::Faults { faults: taken },
        Refusal::RegistrationClosed,
        Refusal::InvitationNeeded,
        Refusal::TooManyRegistrations { until },
        Refusal::TooManyLookups { until },
        Refusal::TooManyClasses { until },
        Refusal::KeyOfAnotherRequest,
        Refusal::SeatsOutOfRange { most: 500 },
        Refusal::NoRoomForSeats { most: 500, left: 0 },
        Refusal::NoSeatNumbersLeft { most: MAX_SEAT_NUMBER },
        Refusal::TitleTooLong { most: 80 },
        Refusal::LabelTooLong { most: 60 },
        Refusal::ClassPaused,
        Refusal::ClassEnded,
        Refusal::ChangedMeanwhile,
        Refusal::NotFound,
        Refusal::Busy,
        Refusal::Unavailable,
    ];
    let bare = [
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        StatusCode::NOT_ACCEPTABLE,
        StatusCode::PAYLOAD_TOO_LARGE,
        StatusCode::METHOD_NOT_ALLOWED,
        StatusCode::FORBIDDEN,
        StatusCode::MISDIRECTED_REQUEST,
    ];
    let all = refusals.into_iter().map(ApiError::Refused);
    let all = all.chain([ApiError::Fields(Vec::new()), ApiError::NotJson]);
    let all = all.chain(bare.map(ApiError::Bare));
    all.map(|error| Code {
        code: error.code(),
        status: error.status(),
        detail: error.detail(locale, now),
    })
    .collect()
}
