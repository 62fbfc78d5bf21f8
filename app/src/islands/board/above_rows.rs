//! Texts above the rows that change while the board is open. The server renders them first (`pages/classes/board`).

use crate::preferences::utc_offset;
use domain::{
    class::ClassState,
    time::{Timestamp, clock_time},
};
use texts::Texts;

/// The state of the class. An open class shows the remaining hours, or the time at which it ends if fewer than three
/// hours are left.
pub fn class_state(texts: Texts, state: ClassState, expires: Timestamp, now: Timestamp) -> String {
    match (state, (expires.since(now).as_secs() + 1800) / 3600) {
        (ClassState::Paused, _) => texts.board_paused().to_owned(),
        (ClassState::Ended, _) => texts.board_ended().to_owned(),
        (ClassState::Open, 0..3) => format!("{} {}", texts.board_open_until(), clock_time(expires, utc_offset())),
        (ClassState::Open, hours) => texts.board_open_for(hours),
    }
}

/// Whether students can take free seats, as a sentence.
pub fn self_join_state(texts: Texts, is_on: bool, free: usize) -> String {
    match (is_on, free) {
        (false, _) => texts.join_only_cards().to_owned(),
        (true, 0) => texts.join_allowed_none().to_owned(),
        (true, free) => texts.join_allowed(free as u64),
    }
}

pub const fn self_join_button(texts: Texts, is_on: bool) -> &'static str {
    if is_on { texts.join_forbid() } else { texts.join_allow() }
}

pub const fn all_passwords_button(texts: Texts, all_shown: bool) -> &'static str {
    if all_shown {
        texts.board_hide_all()
    } else {
        texts.board_show_all()
    }
}
