//! The texts of the hints for students who have raised their hand.

use domain::{exercises::Exercise, hand::Hint, seat_failure::SeatFailure, stage::Stage};
use texts::Texts;

pub const fn hint_text(texts: Texts, hint: Hint) -> &'static str {
    match hint {
        Hint::Stage(stage) => match stage {
            Stage::SignedIn | Stage::SetupOpened => texts.hint_set_up(),
            Stage::Connected => texts.hint_connect(),
            Stage::SignedIn2fa => texts.hint_sign_in(),
        },
        Hint::StageInDetail(stage) => match stage {
            Stage::SignedIn | Stage::SetupOpened => texts.hint_set_up_more(),
            Stage::Connected => texts.hint_connect_more(),
            Stage::SignedIn2fa => texts.hint_sign_in_more(),
        },
        Hint::Exercise(exercise) => match exercise {
            Exercise::Message => texts.hint_message(),
            Exercise::Files => texts.hint_files(),
            Exercise::Recovery => texts.hint_recovery(),
            Exercise::Messages => texts.hint_messages(),
            Exercise::Passkey => texts.hint_passkey(),
            Exercise::Phishing => texts.hint_phishing(),
        },
        Hint::ExerciseInDetail(exercise) => match exercise {
            Exercise::Message => texts.hint_message_more(),
            Exercise::Files => texts.hint_files_more(),
            Exercise::Recovery => texts.hint_recovery_more(),
            Exercise::Messages => texts.hint_messages_more(),
            Exercise::Passkey => texts.hint_passkey_more(),
            Exercise::Phishing => texts.hint_phishing_more(),
        },
        Hint::Failure(failure) => match failure {
            SeatFailure::WrongPassword => texts.hint_wrong_password(),
            SeatFailure::WrongCode => texts.hint_wrong_code(),
            SeatFailure::UsedCode => texts.hint_used_code(),
            SeatFailure::OlderQr => texts.hint_older_qr(),
            SeatFailure::ClockOff { .. } => texts.hint_clock(),
            SeatFailure::WrongRecoveryCode => texts.hint_wrong_recovery_code(),
            SeatFailure::Locked | SeatFailure::Closed => texts.hint_locked(),
        },
        Hint::Nothing => texts.hint_nothing(),
    }
}
