//! The live state of a board. A stream of events delivers the changes of the class; while no stream works, the board
//! polls every two seconds.

use crate::{
    browser::{self, RequestError},
    i18n::{self, use_texts},
    live_updates::{Follower, Source, Stream},
    timers::every,
};
use core::time::Duration;
use domain::{
    class::ClassState,
    exercises::Lesson,
    ids::ClassId,
    stage::Stage,
    time::Timestamp,
    view::{BoardChanges, SeatView},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

const POLL_INTERVAL: Duration = Duration::from_secs(2);
const POLL_JITTER: f64 = 0.1;
const CLOCK_TICK: Duration = Duration::from_millis(500);
/// How often the waiting times and the remaining time are computed again while nothing changes.
const TIMES_INTERVAL: Duration = Duration::from_secs(2);

/// What the server knows about the class when it renders the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LiveBoard {
    pub id: ClassId,
    pub title: String,
    pub expires: Timestamp,
    pub changes: BoardChanges,
    /// Passwords that the page shows, for browsers without scripts.
    pub passwords: Vec<(u16, String)>,
    pub stuck_first: bool,
    /// False for a read-only visitor, who sees neither passwords nor help.
    pub manages: bool,
}

/// The content of the board in separate signals, so that a change renders only the parts that show it.
#[derive(Clone, Copy)]
pub struct Live {
    pub id: ClassId,
    pub title: StoredValue<String>,
    pub expires: RwSignal<Timestamp>,
    /// False for a read-only visitor, who sees neither passwords nor help.
    pub manages: bool,
    pub seats: RwSignal<Vec<Seat>>,
    pub state: RwSignal<ClassState>,
    /// The server's time: that of the last changes, moved forward by the browser's clock.
    pub now: RwSignal<Timestamp>,
    /// Seconds since the server last answered a poll or sent an event.
    pub age: RwSignal<u64>,
    pub away: RwSignal<bool>,
    /// The last change as text, for screen readers.
    pub news: RwSignal<String>,
    pub passwords: RwSignal<Vec<(u16, String)>>,
    /// True if students are allowed to take free seats without a card.
    pub self_join: RwSignal<bool>,
    /// The exercises of the class and their gates.
    pub lesson: RwSignal<Lesson>,
    /// True as soon as a student has signed in.
    pub has_begun: Memo<bool>,
    /// The numbers of the seats in the order "needs you first", computed when the teacher last chose this order. Empty
    /// while the rows are sorted by number.
    pub(super) order: RwSignal<Vec<u16>>,
    /// Whether the teacher has last asked to show all passwords.
    pub all_shown: RwSignal<bool>,
    /// Whether the address of the page contains `order=stuck`.
    pub asked_for_stuck: bool,
    /// The address of the page that the dialog shows.
    pub dialog: RwSignal<Option<String>>,
    version: StoredValue<i64>,
    follower: Follower,
    /// The server's time of the last changes, and when they arrived by the browser's clock.
    changed_at: StoredValue<(Timestamp, Duration)>,
}

/// A row of the board. Each row has its own signal, so that a change of one seat renders one row only.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    pub number: u16,
    pub view: RwSignal<SeatView>,
}

impl Live {
    pub fn start(board: LiveBoard) -> Self {
        let LiveBoard {
            id,
            title,
            expires,
            changes,
            passwords,
            stuck_first,
            manages,
        } = board;
        let all_shown = !passwords.is_empty() && passwords.len() == changes.seats.len();
        let seats = RwSignal::new(changes.seats.into_iter().map(Seat::of).collect::<Vec<_>>());
        let live = Self {
            id,
            title: StoredValue::new(title),
            expires: RwSignal::new(expires),
            manages,
            seats,
            state: RwSignal::new(changes.state),
            now: RwSignal::new(changes.now),
            age: RwSignal::new(0),
            away: RwSignal::new(false),
            news: RwSignal::new(String::new()),
            passwords: RwSignal::new(passwords),
            self_join: RwSignal::new(changes.self_join),
            lesson: RwSignal::new(changes.lesson),
            has_begun: Memo::new(move |_| {
                seats
                    .read()
                    .iter()
                    .any(|seat| seat.view.read().stages.latest().is_some())
            }),
            order: RwSignal::default(),
            all_shown: RwSignal::new(all_shown),
            asked_for_stuck: stuck_first,
            dialog: RwSignal::new(None),
            version: StoredValue::new(changes.version),
            follower: Follower::new(POLL_INTERVAL, POLL_JITTER),
            changed_at: StoredValue::new((changes.now, browser::page_time())),
        };
        if stuck_first {
            live.arrange(true);
        }
        live.follow();
        live
    }

    /// Shows the effect of an action at once.
    pub fn show_effect(self) {
        self.reload_passwords();
        self.follower.poll_soon();
        self.news.set(use_texts().help_done().to_owned());
    }

    fn follow(self) {
        let texts = use_texts();
        let source = Source {
            poll: Box::new(move || {
                let version = self.version.get_value();
                format!("/sfn/board-changes?id={}&since={version}", self.id)
            }),
            stream: Some(Stream {
                content: "changes",
                address: Box::new(move || format!("/classes/{}/events?since={}", self.id, self.version.get_value())),
            }),
        };
        self.follower.start(source, move |answer| {
            match answer {
                Ok(text) => match serde_json::from_str(&text) {
                    Ok(changes) => self.take(texts, changes),
                    Err(_) => return false,
                },
                // The class was deleted or its link was replaced, so this session is not allowed to see the class any
                // more. The reload removes the shown data from the page.
                Err(RequestError::Denied) => browser::reload(),
                Err(RequestError::Unavailable) => self.away.set(true),
            }
            true
        });
        Effect::new(move |_| every(CLOCK_TICK, move || self.update_times()));
    }

    fn update_times(self) {
        self.age.set(self.follower.age().as_secs());
        let (server, here) = self.changed_at.get_value();
        let now = server.after(browser::page_time().saturating_sub(here));
        if now.since(self.now.get_untracked()) >= TIMES_INTERVAL {
            self.now.set(now);
        }
    }

    pub fn is_over(self) -> bool {
        self.state.get_untracked() == ClassState::Ended
    }

    fn take(self, texts: texts::Texts, changes: BoardChanges) {
        // An ended class has other notices and no join address.
        if self.is_over() != (changes.state == ClassState::Ended) {
            browser::reload();
        }
        self.away.set(false);
        self.age.set(0);
        self.changed_at.set_value((changes.now, browser::page_time()));
        self.now.set(changes.now);
        self.version.set_value(changes.version);
        if self.self_join.get_untracked() != changes.self_join {
            self.self_join.set(changes.self_join);
        }
        if self.lesson.get_untracked() != changes.lesson {
            self.lesson.set(changes.lesson);
        }
        if self.state.get_untracked() != changes.state {
            self.state.set(changes.state);
        }
        if let Some(expires) = changes.expires {
            self.expires.set(expires);
        }
        for seat in changes.seats {
            self.take_seat(texts, seat);
        }
    }

    fn take_seat(self, texts: texts::Texts, seat: SeatView) {
        let known = self
            .seats
            .with_untracked(|seats| seats.binary_search_by_key(&seat.number, |seat| seat.number));
        match (known, seat.removed) {
            (Ok(place), true) => drop(self.seats.try_update(|seats| seats.remove(place))),
            (Ok(place), false) => {
                let known = self.seats.with_untracked(|seats| seats[place].view);
                if known.with_untracked(|known| *known != seat) {
                    if let Some(stage) = latest(&seat) {
                        self.news
                            .set(texts.board_news(&seat.login, i18n::stage_name(texts, stage)));
                    }
                    known.set(seat);
                }
            }
            (Err(_), true) => {}
            (Err(place), false) => self.seats.update(|seats| seats.insert(place, Seat::of(seat))),
        }
    }
}

impl Seat {
    fn of(view: SeatView) -> Self {
        Self {
            number: view.number,
            view: RwSignal::new(view),
        }
    }
}

fn latest(seat: &SeatView) -> Option<Stage> {
    Stage::ALL
        .into_iter()
        .rev()
        .find(|stage| seat.stages.is_reached(*stage))
}
