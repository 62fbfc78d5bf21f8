//! The live state of a board. It polls for changes every two seconds, not at all while the page is hidden, and less
//! often while the server does not answer.

mod derived;

use crate::{
    browser,
    i18n::{self, use_texts},
    server_fns::{load_board_changes, load_seat_passwords},
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

const PACE: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(30);

/// What the board shows, in separate signals, so that a change updates only what depends on it.
#[derive(Clone, Copy)]
pub struct Live {
    pub id: ClassId,
    pub title: StoredValue<String>,
    pub expires: RwSignal<Timestamp>,
    /// False for a read-only visitor, who sees neither passwords nor help.
    pub manages: bool,
    pub seats: RwSignal<Vec<Seat>>,
    pub state: RwSignal<ClassState>,
    /// The server's time at the last answer.
    pub now: RwSignal<Timestamp>,
    /// Seconds since the last answer.
    pub age: RwSignal<u64>,
    pub away: RwSignal<bool>,
    /// The last change as text, for screen readers.
    pub news: RwSignal<String>,
    pub passwords: RwSignal<HashMap<u16, String>>,
    /// Students may take free seats without a card.
    pub self_join: RwSignal<bool>,
    /// The exercise with codes by message is on.
    pub messages: RwSignal<bool>,
    /// When the first student signed in.
    pub began: Memo<Option<Timestamp>>,
    /// The rank of each seat, by number, when the teacher last sorted by "stuck first"; empty while the rows are sorted
    /// by number.
    ranks: RwSignal<HashMap<u16, usize>>,
    /// The address of the page asks for the order "stuck first".
    pub asked_for_stuck: bool,
    /// The seat that the help dialog is open for.
    pub helped: RwSignal<Option<SeatView>>,
    /// Whether the class menu is open.
    pub menu_open: RwSignal<bool>,
    version: StoredValue<i64>,
    /// The time of the next poll by the browser's clock, in microseconds.
    due: StoredValue<i64>,
    /// The time of the last answer by the browser's clock, in microseconds.
    heard: StoredValue<i64>,
}

/// A row. It has its own signal, so that a change of one seat renders one row.
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
            // Polls at once: the page may be hydrated long after it was rendered.
            due: StoredValue::new(0),
            heard: StoredValue::new(browser::now_micros()),
        };
        if stuck_first {
            live.arrange(true);
        }
        live.follow();
        live
    }

    /// Hides what only a manager of the class may see.
    pub const fn looking_on(self) -> Self {
        Self { manages: false, ..self }
    }

    /// The polling address, the known version and the interval in seconds, for the polling of a page that is not
    /// hydrated yet.
    pub fn poll_attributes(self) -> (String, String, String) {
        let (id, version) = (self.id, self.version.get_value());
        (
            format!("/sfn/board-changes?id={id}&since={version}"),
            version.to_string(),
            PACE.as_secs().to_string(),
        )
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

    /// Polls at the next tick, so that the effect of an action shows at once.
    pub fn ask_soon(self) {
        self.due.set_value(0);
    }

    fn follow(self) {
        let texts = use_texts();
        let asking = StoredValue::new(false);
        let failures = StoredValue::new(0_u32);
        let ask = move || {
            if asking.get_value() {
                return;
            }
            asking.set_value(true);
            spawn_local(async move {
                let answer = load_board_changes(self.id.to_string(), self.version.get_value()).await;
                // The page was left while the request was running, so its signals are gone.
                if asking.try_set_value(false).is_some() {
                    return;
                }
                match answer {
                    Ok(changes) => {
                        failures.set_value(0);
                        self.take(texts, changes);
                    }
                    // The class was deleted or has a new link, and this session may not see it any more. The reload
                    // removes what is shown.
                    Err(problem) if problem.refusal == Refusal::NotFound => browser::reload(),
                    Err(_) => {
                        failures.update_value(|failures| *failures += 1);
                        self.away.set(true);
                    }
                }
            });
        };
        Effect::new(move |_| {
            let tick = move || {
                let now = browser::now_micros();
                self.age
                    .set(u64::try_from((now - self.heard.get_value()) / 1_000_000).unwrap_or(0));
                if now >= self.due.get_value() && !browser::is_hidden() {
                    self.due.set_value(now + micros(pause(failures.get_value())));
                    ask();
                }
            };
            let ticking = set_interval_with_handle(tick, Duration::from_millis(500));
            // Polls at once when the user returns to the page.
            let looking = window_event_listener(leptos::ev::visibilitychange, move |_| {
                if !browser::is_hidden() {
                    ask();
                }
            });
            on_cleanup(move || {
                looking.remove();
                if let Ok(ticking) = ticking {
                    ticking.clear();
                }
            });
        });
    }

    fn take(self, texts: texts::Texts, changes: BoardChanges) {
        self.away.set(false);
        self.age.set(0);
        self.heard.set_value(browser::now_micros());
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

/// The polling interval: two seconds, up to thirty after failures, with some randomness so that many boards do not poll
/// at the same moment.
fn pause(failures: u32) -> Duration {
    let base = PACE.saturating_mul(1 << failures.min(4)).min(PATIENCE);
    base.mul_f64(0.9 + 0.2 * browser::random())
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}
