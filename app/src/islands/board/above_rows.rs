//! Keeps the texts above the rows up to date. The server has rendered them (`pages/classes/board`), and they are not
//! hydrated, because the code that would render them again is much larger than the code that changes them.

use super::live::Live;
use crate::{
    browser,
    i18n::use_texts,
    preferences::{clock_time, utc_offset},
};
use domain::{class::ClassState, stage::Stage, time::Timestamp};
use leptos::prelude::*;
use texts::Texts;

pub fn follow(live: Live) {
    let texts = use_texts();
    bind("fresh", move || match (live.away.get(), live.age.get()) {
        (true, _) => texts.board_reconnecting().to_owned(),
        (false, 0) => texts.board_updated_now().to_owned(),
        (false, seconds) => texts.board_updated(seconds),
    });
    bind("class-state", move || {
        class_state(texts, live.state.get(), live.expires.get(), live.now.get())
    });
    bind("self-join", move || {
        self_join_state(texts, live.self_join.get(), live.free())
    });
    bind("self-join-do", move || {
        self_join_button(texts, live.self_join.get()).to_owned()
    });
    bind("needing", move || live.needing().to_string());
    bind("all-passwords", move || {
        all_passwords_button(texts, live.all_shown.get()).to_owned()
    });
    Effect::new(move |_| {
        browser::set_attribute("self-join-on", "value", &(!live.self_join.get()).to_string());
        let by_need = live.is_sorted_by_need();
        browser::set_attribute("by-number", "aria-pressed", &(!by_need).to_string());
        browser::set_attribute("by-need", "aria-pressed", &by_need.to_string());
        let (all, reached) = live.counts();
        let of = texts.board_of(all);
        for (stage, some) in Stage::ALL.into_iter().zip(reached) {
            let id = |part: &str| format!("{part}-{}", stage.code());
            browser::set_text(&id("count"), &some.to_string());
            browser::set_text(&id("of"), &of);
            browser::set_attribute(&id("bar"), "value", &some.to_string());
            browser::set_attribute(&id("bar"), "max", &all.to_string());
        }
    });
}

/// Shows the current text in the element with this id.
fn bind(id: &'static str, text: impl Fn() -> String + 'static) {
    // A boxed closure: the code of the effect exists once instead of once for each text.
    let text: Box<dyn Fn() -> String> = Box::new(text);
    Effect::new(move |_| browser::set_text(id, &text()));
}

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
