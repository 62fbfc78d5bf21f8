//! Texts for failures, stages and durations. Services return values without texts; pages find the texts here.

mod exercises;
#[cfg(feature = "ssr")]
mod hints;
mod members;
#[cfg(feature = "ssr")]
mod questions;
#[cfg(feature = "ssr")]
mod refusals;

use core::time::Duration;
use domain::{seat_failure::SeatFailure, stage::Stage};
pub use exercises::*;
#[cfg(feature = "ssr")]
pub use hints::hint_text;
pub use members::*;
#[cfg(feature = "ssr")]
pub use questions::*;
#[cfg(feature = "ssr")]
pub use refusals::*;
use texts::Texts;

/// The texts in the language of the visitor.
pub fn use_texts() -> Texts {
    crate::preferences::of_visitor().texts
}

/// The reason for a student's last failed attempt, as the board shows it.
pub fn failure_text(texts: Texts, failure: SeatFailure) -> String {
    match failure {
        SeatFailure::WrongPassword => texts.failure_wrong_password().into(),
        SeatFailure::WrongCode => texts.failure_wrong_code().into(),
        SeatFailure::UsedCode => texts.failure_used_code().into(),
        SeatFailure::OlderQr => texts.failure_older_qr().into(),
        SeatFailure::ClockOff { seconds } if seconds < 0 => texts.failure_clock_behind(rough(texts, seconds)),
        SeatFailure::ClockOff { seconds } => texts.failure_clock_ahead(rough(texts, seconds)),
        SeatFailure::WrongRecoveryCode => texts.failure_wrong_recovery_code().into(),
        SeatFailure::Locked => texts.failure_locked().into(),
        SeatFailure::Closed => texts.failure_closed().into(),
    }
}

pub const fn stage_name(texts: Texts, stage: Stage) -> &'static str {
    match stage {
        Stage::SignedIn => texts.stage_signed_in(),
        Stage::SetupOpened => texts.stage_setup_opened(),
        Stage::Connected => texts.stage_connected(),
        Stage::SignedIn2fa => texts.stage_signed_in_2fa(),
    }
}

pub const fn stage_short_name(texts: Texts, stage: Stage) -> &'static str {
    match stage {
        Stage::SignedIn => texts.stage_signed_in_short(),
        Stage::SetupOpened => texts.stage_setup_opened_short(),
        Stage::Connected => texts.stage_connected_short(),
        Stage::SignedIn2fa => texts.stage_signed_in_2fa_short(),
    }
}

/// Formats a waiting time, for example `4:31`. The result is rounded up, so it is never `0:00` while some time is left.
pub fn minutes_and_seconds(wait: Duration) -> String {
    let seconds = whole_seconds(wait);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Formats a duration, for example `17 s` or `3 min 10 s`.
pub fn short_duration(texts: Texts, duration: Duration) -> String {
    let seconds = whole_seconds(duration);
    if seconds < 60 {
        texts.duration_short_seconds(seconds)
    } else {
        texts.duration_short_minutes(seconds / 60, seconds % 60)
    }
}

/// The number of seconds, rounded up.
pub fn whole_seconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis().div_ceil(1000)).unwrap_or(u64::MAX)
}

fn rough(texts: Texts, seconds: i64) -> String {
    match seconds.unsigned_abs() {
        seconds if seconds < 90 => texts.duration_seconds(seconds),
        seconds => texts.duration_minutes((seconds + 30) / 60),
    }
}
