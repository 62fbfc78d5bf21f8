//! The live state of a board. A stream of events delivers the changes of the class; while no stream works, the board
//! polls every two seconds.

mod derived;

use crate::{
    browser,
    i18n::{self, use_texts},
    live_updates::{Follower, Stream},
    server_fns::{load_board_changes, load_seat_passwords},
    timers::every,
};
use core::time::Duration;
use domain::{
    class::ClassState,
    ids::ClassId,
    refusal::Refusal,
    stage::Stage,
    time::Timestamp,
    view::{BoardChanges, BoardView, SeatView},
};
use leptos::{prelude::*, task::spawn_local};
use std::collections::HashMap;

const POLL_INTERVAL: Duration = Duration::from_secs(2);
const POLL_JITTER: f64 = 0.1;
const CLOCK_TICK: Duration = Duration::from_millis(500);
/// How often the waiting times and the remaining time are computed again while nothing changes.
const TIMES_INTERVAL: Duration = Duration::from_secs(2);

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
    pub passwords: RwSignal<HashMap<u16, String>>,
    /// True if students are allowed to take free seats without a card.
    pub self_join: RwSignal<bool>,
    /// True if the exercise with codes by message is on.
    pub messages: RwSignal<bool>,
    /// When the first student signed in.
    pub began: Memo<Option<Timestamp>>,
    /// The position of each seat, by number, in the order "stuck first", computed when the teacher last chose this
    /// order. Empty while the rows are sorted by number.
    ranks: RwSignal<HashMap<u16, usize>>,
    /// Whether the address of the page contains `order=stuck`.
    pub asked_for_stuck: bool,
    /// The seat whose help dialog is open.
    pub helped: RwSignal<Option<SeatView>>,
    /// Whether the class menu is open.
    pub menu_open: RwSignal<bool>,
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
    pub fn start(board: BoardView, passwords: Vec<(u16, String)>, stuck_first: bool) -> Self {
        let BoardView {
            id,
            title,
            expires,
            changes,
            ..
        } = board;
        let seats = RwSignal::new(changes.seats.into_iter().map(Seat::of).collect::<Vec<_>>());
        let live = Self {
            id,
            title: StoredValue::new(title),
            expires: RwSignal::new(expires),
            manages: true,
            seats,
            state: RwSignal::new(changes.state),
            now: RwSignal::new(changes.now),
            age: RwSignal::new(0),
            away: RwSignal::new(false),
            news: RwSignal::new(String::new()),
            passwords: RwSignal::new(passwords.into_iter().collect()),
            self_join: RwSignal::new(changes.self_join),
            messages: RwSignal::new(changes.messages),
            began: Memo::new(move |_| {
                let seats = seats.read();
                seats.iter().filter_map(|seat| seat.view.read().stages.times()[0]).min()
            }),
            ranks: RwSignal::default(),
            asked_for_stuck: stuck_first,
            helped: RwSignal::new(None),
            menu_open: RwSignal::new(false),
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

    /// Returns the board for a read-only visitor, without passwords and help.
    pub const fn looking_on(self) -> Self {
        Self { manages: false, ..self }
    }

    /// Loads the password of one seat, or of all seats for `None`.
    pub fn show_passwords(self, number: Option<u16>) {
        spawn_local(async move {
            if let Ok(shown) = load_seat_passwords(self.id.to_string(), number).await {
                self.passwords.try_update(|passwords| passwords.extend(shown));
            }
        });
    }

    pub fn hide_passwords(self, number: Option<u16>) {
        self.passwords.update(|passwords| match number {
            Some(number) => drop(passwords.remove(&number)),
            None => passwords.clear(),
        });
    }

    /// Polls at the next tick, so that the board shows the effect of an action at once.
    pub fn poll_soon(self) {
        self.follower.poll_soon();
    }

    fn follow(self) {
        let texts = use_texts();
        let stream = Stream::new("changes", move || {
            format!("/classes/{}/events?since={}", self.id, self.version.get_value())
        });
        self.follower.start(
            Some(stream),
            move || load_board_changes(self.id.to_string(), self.version.get_value()),
            move |answer| match answer {
                Ok(changes) => self.take(texts, changes),
                // The class was deleted or its link was replaced, so this session is not allowed to see the class any
                // more. The reload removes the shown data from the page.
                Err(problem) if problem.refusal == Refusal::NotFound => browser::reload(),
                Err(_) => self.away.set(true),
            },
        );
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

    fn take(self, texts: texts::Texts, changes: BoardChanges) {
        self.away.set(false);
        self.age.set(0);
        self.changed_at.set_value((changes.now, browser::page_time()));
        self.now.set(changes.now);
        self.version.set_value(changes.version);
        if self.self_join.get_untracked() != changes.self_join {
            self.self_join.set(changes.self_join);
        }
        if self.messages.get_untracked() != changes.messages {
            self.messages.set(changes.messages);
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
