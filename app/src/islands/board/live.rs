//! The live state of a board. A stream of events delivers the changes of the class; while no stream works, the board
//! polls every two seconds.

use super::{
    above_rows::{self, class_state, self_join_button, self_join_state},
    counts, dom, hands,
    island::LiveBoard,
    rows,
    update::BoardUpdate,
};
use crate::{
    browser::{self, RequestError},
    i18n::use_texts,
    live_updates::{Follower, Source, Stream},
    timers::every,
};
use core::time::Duration;
use domain::{class::ClassState, time::Timestamp};
use leptos::{ev, prelude::*};

const POLL_INTERVAL: Duration = Duration::from_secs(2);
const POLL_JITTER: f64 = 0.1;
const CLOCK_TICK: Duration = Duration::from_millis(500);
/// How often the waiting times and the remaining time are computed again while nothing changes.
const TIMES_INTERVAL: Duration = Duration::from_secs(2);

#[derive(Clone, Copy)]
pub struct Live {
    pub(super) known: StoredValue<Known>,
    follower: Follower,
}

/// What the board knows besides its elements.
pub(super) struct Known {
    pub board: LiveBoard,
    /// When the last update arrived by the browser's clock.
    arrived_at: Duration,
    /// When the waiting times were computed last, by the browser's clock.
    counted_at: Duration,
    away: bool,
    /// The address of the page that the dialog shows.
    pub dialog: String,
    /// The form of the dialog was sent, and its answer has not come yet.
    pub is_sending: bool,
}

impl Live {
    pub fn start(board: LiveBoard) {
        let now = browser::page_time();
        let known = Known {
            board,
            arrived_at: now,
            counted_at: now,
            away: false,
            dialog: String::new(),
            is_sending: false,
        };
        let live = Self {
            known: StoredValue::new(known),
            follower: Follower::new(POLL_INTERVAL, POLL_JITTER),
        };
        live.follow();
        // The page lives as long as these listeners.
        let _ = window_event_listener(ev::click, move |event| live.press(&event));
        let _ = window_event_listener(ev::submit, move |event| live.send(&event));
    }

    pub(super) fn with<T>(self, read: impl FnOnce(&mut Known) -> T) -> Option<T> {
        self.known.try_update_value(read)
    }

    pub(super) fn id(self) -> String {
        self.known.with_value(|known| known.board.id.clone())
    }

    /// Shows the effect of an action at once.
    pub fn show_effect(self) {
        self.reload_passwords();
        self.follower.poll_soon();
        dom::set_text("news", use_texts().help_done());
    }

    fn follow(self) {
        let version = move || self.known.with_value(|known| known.board.version);
        let source = Source {
            poll: Box::new(move || format!("/sfn/board-update?id={}&since={}", self.id(), version())),
            stream: Some(Stream {
                content: "changes",
                address: Box::new(move || format!("/classes/{}/events?page=rows&since={}", self.id(), version())),
            }),
        };
        self.follower.start(source, move |answer| {
            match answer.map(|text| serde_json::from_str(&text)) {
                Ok(Ok(update)) => self.take(update),
                Ok(Err(_)) => return false,
                // The class was deleted or its link was replaced, so this session is not allowed to see the class any
                // more. The reload removes the shown data from the page.
                Err(RequestError::Denied) => browser::reload(),
                Err(RequestError::Unavailable) => {
                    self.with(|known| known.away = true);
                    self.show_freshness();
                }
            }
            true
        });
        Effect::new(move |_| every(CLOCK_TICK, move || self.tick()));
    }

    fn tick(self) {
        self.show_freshness();
        let now = browser::page_time();
        if self.with(|known| now.saturating_sub(known.counted_at) >= TIMES_INTERVAL) == Some(true) {
            self.show();
        }
    }

    fn take(self, update: BoardUpdate) {
        let BoardUpdate { state, lesson, .. } = &update;
        let before = self.with(|known| {
            let board = &mut known.board;
            let is_over = |state| state == ClassState::Ended;
            let has_other_page = is_over(board.state) != is_over(*state);
            let has_other_lesson = board.lesson != *lesson;
            // The server sends a version twice after a poll and an event met, and then its rows are known.
            let is_new = board.version != update.version;
            board.version = update.version;
            board.now = update.now;
            board.state = *state;
            board.self_join = update.self_join;
            board.lesson.clone_from(lesson);
            board.expires = update.expires.unwrap_or(board.expires);
            known.arrived_at = browser::page_time();
            known.away = false;
            (has_other_page, has_other_lesson, is_new, board.stuck_first)
        });
        let Some((has_other_page, has_other_lesson, is_new, sorted_by_need)) = before else {
            return;
        };
        // An ended class has other notices and no join address.
        if has_other_page {
            browser::reload();
        }
        if is_new {
            for row in &update.rows {
                rows::show(row, sorted_by_need);
                hands::show(row);
            }
            if let Some(news) = &update.news {
                dom::set_text("news", news);
            }
        }
        if has_other_lesson {
            self.load_board();
        }
        self.show();
    }

    /// Computes everything again that depends on the rows or on the time.
    pub(super) fn show(self) {
        let shown = self.with(|known| {
            known.counted_at = browser::page_time();
            let now = known.board.now.after(known.counted_at.saturating_sub(known.arrived_at));
            (now, known.board.clone())
        });
        if let Some((now, board)) = shown {
            rows::show_times(now);
            show_board(&board, now);
            self.show_freshness();
        }
    }

    /// How old the shown data is, or that the board is reconnecting.
    fn show_freshness(self) {
        let texts = use_texts();
        let is_away = self.known.with_value(|known| known.away);
        let text = match (is_away, self.follower.age().as_secs()) {
            (true, _) => texts.board_reconnecting().to_owned(),
            (false, 0) => texts.board_updated_now().to_owned(),
            (false, seconds) => texts.board_updated(seconds),
        };
        dom::set_text("fresh", &text);
        counts::mark_board("away", is_away);
    }
}

/// The parts above the rows.
fn show_board(board: &LiveBoard, now: Timestamp) {
    let texts = use_texts();
    counts::show(texts);
    let free = dom::count(counts::FREE);
    dom::set_text("class-state", &class_state(texts, board.state, board.expires, now));
    dom::set_text("self-join", &self_join_state(texts, board.self_join, free));
    dom::set_text("self-join-do", self_join_button(texts, board.self_join));
    dom::set_attribute("self-join-on", "value", &(!board.self_join).to_string());
    dom::set_text(
        "all-passwords",
        above_rows::all_passwords_button(texts, board.all_shown),
    );
    dom::set_attribute("by-number", "aria-pressed", &(!board.stuck_first).to_string());
    dom::set_attribute("by-need", "aria-pressed", &board.stuck_first.to_string());
    counts::mark_rows();
    counts::mark_board("paused", board.state == ClassState::Paused);
    counts::mark_board("full", board.self_join && free == 0);
}
