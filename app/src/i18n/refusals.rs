//! Texts for refusals.

use super::{minutes_and_seconds, rough, short_duration, whole_seconds};
use crate::problem::Problem;
use core::time::Duration;
use domain::refusal::Refusal;
use texts::Texts;

/// The text for a refusal, with advice for the user. `name` is the name under which an authenticator app lists the
/// account.
pub fn problem_text(texts: Texts, problem: &Problem, name: &str) -> String {
    let wait = |until: domain::time::Timestamp| minutes_and_seconds(until.since(problem.at));
    match &problem.refusal {
        Refusal::BadRequest => texts.refusal_bad_request().into(),
        Refusal::SeatsOutOfRange { most } => texts.refusal_seats_out_of_range(most),
        Refusal::TitleTooLong { most } => texts.refusal_title_too_long(most),
        Refusal::LabelTooLong { most } => texts.refusal_label_too_long(most),
        Refusal::MessageLength { most } => texts.refusal_message_length(most),
        Refusal::NameTooLong { line, most } => texts.refusal_name_too_long(line, most),
        Refusal::NoNames => texts.refusal_no_names().into(),
        Refusal::FileUnreadable => texts.refusal_file_unreadable().into(),
        Refusal::MoreNamesThanSeats { names, seats } => texts.refusal_more_names_than_seats(names, seats),
        Refusal::NoRoomForSeats { most, left } => texts.refusal_no_room_for_seats(left, most),
        Refusal::NoSeatNumbersLeft { most } => texts.refusal_no_seat_numbers_left(most),
        Refusal::ClassHasOwner => texts.refusal_class_has_owner().into(),
        Refusal::MembersOnly => texts.refusal_members_only().into(),
        Refusal::TooManyClasses { until } => texts.refusal_too_many_classes(wait(*until)),
        Refusal::TooManyRehearsals => texts.rehearsal_too_many().into(),
        Refusal::SignInFailed => texts.refusal_sign_in_failed().into(),
        Refusal::WrongKeyboard => texts.typing_wrong_keyboard().into(),
        Refusal::Locked { until } => texts.refusal_locked(wait(*until)),
        Refusal::NetworkLocked { until } => texts.refusal_network_locked(wait(*until)),
        Refusal::FactorClosed => texts.refusal_factor_closed().into(),
        Refusal::SignInFirst => texts.refusal_sign_in_first().into(),
        Refusal::PendingExpired => texts.refusal_pending_expired().into(),
        Refusal::NotFound => texts.refusal_not_found().into(),
        Refusal::NotACode => texts.refusal_not_a_code().into(),
        Refusal::CodeWrong => texts.refusal_code_wrong(name),
        Refusal::CodeUsed { next_at } if *next_at <= problem.at => texts.refusal_code_used_newest().into(),
        Refusal::CodeUsed { next_at } => texts.refusal_code_used(short_duration(texts, next_at.since(problem.at))),
        Refusal::CodeOfOlderQr => texts.refusal_code_of_older_qr().into(),
        Refusal::ClockOff { seconds } if *seconds < 0 => texts.refusal_clock_behind(rough(texts, *seconds)),
        Refusal::ClockOff { seconds } => texts.refusal_clock_ahead(rough(texts, *seconds)),
        Refusal::RecoveryCodeWrong => texts.refusal_recovery_code_wrong().into(),
        Refusal::AlreadyConnected => texts.refusal_already_connected().into(),
        Refusal::SetUpFirst => texts.refusal_set_up_first().into(),
        Refusal::ClassPaused => texts.refusal_class_paused().into(),
        Refusal::ClassEnded => texts.refusal_class_ended().into(),
        Refusal::StagesFirst => texts.refusal_stages_first().into(),
        Refusal::ExerciseLater => texts.refusal_exercise_later().into(),
        Refusal::RoundOver => texts.refusal_round_over().into(),
        Refusal::JoinCodeWrong => texts.refusal_join_code_wrong().into(),
        Refusal::SelfJoinOff => texts.refusal_self_join_off().into(),
        Refusal::ClassFull => texts.refusal_class_full().into(),
        Refusal::SeatsTakenTooFast { until } => texts.refusal_seats_taken_too_fast(wait(*until)),
        Refusal::Unavailable => texts.refusal_unavailable().into(),
        Refusal::Faults { .. } => texts.refusal_faults().into(),
        Refusal::FactorFirst => texts.refusal_factor_first().into(),
        Refusal::RegistrationClosed => texts.refusal_registration_closed().into(),
        Refusal::InvitationNeeded => texts.refusal_invitation_needed().into(),
        Refusal::TooManyRegistrations { until } => texts.refusal_too_many_registrations(wait(*until)),
        Refusal::TooManyMails { until } => texts.refusal_too_many_mails(wait(*until)),
        Refusal::LinkDead => texts.refusal_link_dead().into(),
        Refusal::PasswordWrong => texts.refusal_password_wrong().into(),
        Refusal::CodeExpired => texts.messages_expired().into(),
        Refusal::SentJustNow { until } => texts.messages_just_sent(short_duration(texts, until.since(problem.at))),
        Refusal::TooManyMessages { until } => texts.messages_too_many(wait(*until)),
        Refusal::NumberUnfit => texts.messages_number_unfit().into(),
        Refusal::OtherFactor { .. } => texts.proof_other_way().into(),
        Refusal::EmailFirst => texts.messages_email_first().into(),
        Refusal::PasskeyRefused => texts.passkey_refused().into(),
        Refusal::PasskeyExpired => texts.passkey_expired().into(),
        Refusal::PasskeyCopied => texts.passkey_copied().into(),
        Refusal::PasskeyNeedsPassword => texts.passkey_needs_password().into(),
        Refusal::TooManyPasskeys { most } => texts.passkey_too_many(most),
        Refusal::PasskeyNameUnfit { most } => texts.passkey_name_unfit(most),
        Refusal::ScopeMissing => texts.token_scope_missing().into(),
        Refusal::TooManyTokens { most } => texts.token_too_many(most),
        Refusal::TokenNameUnfit { most } => texts.token_name_unfit(most),
        Refusal::LastFactor => texts.messages_last().into(),
        Refusal::ProveFirst => texts.refusal_prove_first().into(),
        Refusal::ChangedMeanwhile => texts.refusal_changed_meanwhile().into(),
        Refusal::LastAdministrator => texts.refusal_last_administrator().into(),
        Refusal::NotOneself => texts.refusal_not_oneself().into(),
        Refusal::EnrolmentCodeWrong => texts.refusal_enrolment_code_wrong().into(),
        Refusal::EnrolFirst => texts.program_enrol_first().into(),
        Refusal::TooManyRescues { until } => texts.refusal_too_many_rescues(rough_wait(texts, until.since(problem.at))),
        Refusal::TooManyLookups { until } => texts.refusal_too_many_lookups(wait(*until)),
        Refusal::AppNeeded => texts.refusal_app_needed().into(),
        Refusal::PasskeyNeeded => texts.refusal_passkey_needed().into(),
        Refusal::KeyOfAnotherRequest => texts.refusal_key_of_another_request().into(),
        Refusal::Busy => texts.refusal_busy().into(),
    }
}

/// Like `problem_text`, but for a teacher, who can open an ended class again.
pub fn problem_text_for_teacher(texts: Texts, problem: &Problem) -> String {
    match problem.refusal {
        Refusal::ClassEnded => texts.menu_refused_over().to_owned(),
        _ => problem_text(texts, problem, ""),
    }
}

/// A rounded waiting time: minutes, or hours from 90 minutes on.
fn rough_wait(texts: Texts, wait: Duration) -> String {
    match whole_seconds(wait) {
        seconds if seconds < 5400 => texts.duration_minutes(seconds.div_ceil(60)),
        seconds => texts.rescue_hours(seconds.div_ceil(3600)),
    }
}
