//! Tests of the texts for refusals, and for the failures of students on the board.

use app::{
    i18n::{failure_text, problem_text},
    problem::Problem,
};
use domain::{locale::Locale, refusal::Refusal, seat_failure::SeatFailure, time::Timestamp};
use std::time::Duration;
use texts::Texts;

const ENGLISH: Texts = Texts::of(Locale::En);

#[test]
fn waiting_times_count_from_the_refusal() {
    let at = Timestamp::from_seconds(1_000);
    let locked = Problem {
        refusal: Refusal::Locked {
            until: at.after(Duration::from_secs(271)),
        },
        at,
    };
    assert!(problem_text(ENGLISH, &locked, "").contains("4:31"));
    let used = Problem {
        refusal: Refusal::CodeUsed {
            next_at: at.after(Duration::from_millis(16_200)),
        },
        at,
    };
    assert!(problem_text(ENGLISH, &used, "").contains("17 s"));
}

#[test]
fn a_clock_is_off_in_words() {
    assert!(failure_text(ENGLISH, SeatFailure::ClockOff { seconds: -120 }).contains("2 minutes behind"));
    assert!(failure_text(ENGLISH, SeatFailure::ClockOff { seconds: 60 }).contains("60 seconds ahead"));
}
