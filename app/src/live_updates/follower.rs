//! Keeps an open page up to date: by a stream of events, and by polling while no stream works.

use super::{
    event_stream::{StreamEvent, open_stream},
    stream_slot::Slot,
};
use crate::{
    browser::{self, EventSource, RequestError},
    timers::every,
};
use core::time::Duration;
use domain::live_updates::{Schedule, Step};
use leptos::{prelude::*, task::spawn_local};
use std::{cell::RefCell, rc::Rc, sync::Arc};

/// How often the follower checks what is due.
const TICK: Duration = Duration::from_millis(500);

/// Where the state of a page comes from. Events and polls deliver the same JSON. The addresses depend on the version
/// that the page shows.
pub struct Source {
    pub poll: Box<dyn Fn() -> String + Send + Sync>,
    pub stream: Option<Stream>,
}

pub struct Stream {
    /// The name of the events that carry the state of the page.
    pub content: &'static str,
    pub address: Box<dyn Fn() -> String + Send + Sync>,
}

/// The new state of a page as JSON, or why it is not known.
pub type Answer = Result<String, RequestError>;

/// Shows an answer. Returns false if the page cannot read it: a new release of the server may send something else.
type OnAnswer = Arc<dyn Fn(Answer) -> bool + Send + Sync>;

/// An open stream and its slot. Dropping it closes the stream and frees the slot.
struct Connection {
    _source: EventSource,
    slot: Slot,
}

/// Follows the server while the page is visible.
#[derive(Clone, Copy)]
pub struct Follower {
    schedule: StoredValue<Schedule>,
    /// When the server last answered a poll or sent an event.
    answered_at: StoredValue<Duration>,
}

impl Follower {
    pub fn new(poll_interval: Duration, poll_jitter: f64) -> Self {
        let now = browser::page_time();
        Self {
            schedule: StoredValue::new(Schedule::new(poll_interval, poll_jitter, now)),
            answered_at: StoredValue::new(now),
        }
    }

    /// Polls at the next tick, for example to show the effect of an action at once.
    #[cfg(target_arch = "wasm32")]
    pub fn poll_soon(self) {
        self.schedule.update_value(Schedule::poll_soon);
    }

    /// The time since the server last answered a poll or sent an event.
    #[cfg(target_arch = "wasm32")]
    pub fn age(self) -> Duration {
        browser::page_time().saturating_sub(self.answered_at.get_value())
    }

    /// Starts to follow the server in the browser. `on_answer` returns false if it cannot read the answer.
    pub fn start(self, source: Source, on_answer: impl Fn(Answer) -> bool + Send + Sync + 'static) {
        let (source, on_answer): (_, OnAnswer) = (Arc::new(source), Arc::new(on_answer));
        // Effects run in the browser only. Therefore the stream, which belongs to one thread, is created in the effect.
        Effect::new(move |_| {
            let running = Rc::new(Running {
                follower: self,
                source: Arc::clone(&source),
                on_answer: Arc::clone(&on_answer),
                connection: RefCell::new(None),
            });
            running.begin();
        });
    }
}

/// A follower in the browser.
struct Running {
    follower: Follower,
    source: Arc<Source>,
    on_answer: OnAnswer,
    connection: RefCell<Option<Connection>>,
}

impl Running {
    fn begin(self: &Rc<Self>) {
        if self.source.stream.is_some() {
            self.schedule(|schedule| schedule.use_stream(browser::page_time()));
        }
        if browser::is_hidden() {
            self.schedule(Schedule::hidden);
        }
        self.act();
        let tick = Rc::clone(self);
        every(TICK, move || tick.act());
        self.follow_visibility();
    }

    fn schedule<T>(&self, update: impl FnOnce(&mut Schedule) -> T) -> Option<T> {
        self.follower.schedule.try_update_value(update)
    }

    /// Does everything that is due.
    fn act(self: &Rc<Self>) {
        let lost = self.connection.borrow().as_ref().is_some_and(|open| !open.slot.renew());
        if lost {
            self.fail();
        }
        while let Some(Some(step)) = self.schedule(|schedule| schedule.next_step(browser::page_time())) {
            match step {
                Step::Poll => self.poll(),
                Step::OpenStream => self.open(),
                Step::CloseStream => self.fail(),
            }
        }
    }

    fn open(self: &Rc<Self>) {
        let opened = self.source.stream.as_ref().and_then(|stream| {
            let slot = Slot::claim()?;
            let running = Rc::clone(self);
            let on_event = move |event| running.take_event(event);
            let _source = open_stream(&(stream.address)(), stream.content, on_event)?;
            Some(Connection { _source, slot })
        });
        if opened.is_none() {
            return self.fail();
        }
        self.connection.replace(opened);
        self.schedule(|schedule| schedule.stream_opened(browser::page_time()));
    }

    fn disconnect(&self) {
        drop(self.connection.take());
    }

    /// Closes the stream, which does not work.
    fn fail(&self) {
        self.disconnect();
        self.schedule(|schedule| schedule.stream_failed(browser::page_time(), browser::random()));
    }

    fn poll(self: &Rc<Self>) {
        self.schedule(Schedule::poll_sent);
        let running = Rc::clone(self);
        spawn_local(async move {
            let answer = browser::load_text(&(running.source.poll)()).await;
            let (now, random) = (browser::page_time(), browser::random());
            let is_current = running.schedule(|schedule| schedule.poll_answered(answer.is_ok(), now, random));
            // `None`: the user left the page while the request was running, so its signals no longer exist.
            if is_current != Some(true) {
                return;
            }
            if answer.is_ok() {
                running.follower.answered_at.set_value(now);
            }
            if !(running.on_answer)(answer) {
                (running.on_answer)(Err(RequestError::Unavailable));
            }
        });
    }

    fn take_event(&self, event: StreamEvent) {
        let now = browser::page_time();
        match event {
            StreamEvent::Content(text) => {
                if (self.on_answer)(Ok(text)) {
                    self.follower.answered_at.set_value(now);
                    self.schedule(|schedule| schedule.content_arrived(now));
                } else {
                    self.fail();
                }
            }
            StreamEvent::Alive => {
                self.follower.answered_at.set_value(now);
                self.schedule(|schedule| schedule.event_arrived(now));
            }
            StreamEvent::Unavailable => {
                self.schedule(|schedule| schedule.event_arrived(now));
                (self.on_answer)(Err(RequestError::Unavailable));
            }
            StreamEvent::Ended => browser::reload(),
            StreamEvent::Interrupted => {
                if self.schedule(Schedule::stream_interrupted) == Some(true) {
                    (self.on_answer)(Err(RequestError::Unavailable));
                }
            }
            StreamEvent::Closed => self.fail(),
        }
    }

    /// Closes the stream while the page is hidden, or stored by the browser for the button "back".
    fn follow_visibility(self: &Rc<Self>) {
        let listen = |event: &'static str, hides: fn() -> bool| {
            let running = Rc::clone(self);
            window_event_listener_untyped(event, move |_| {
                if hides() {
                    running.disconnect();
                    running.schedule(Schedule::hidden);
                } else {
                    running.schedule(|schedule| schedule.shown(browser::page_time()));
                    running.act();
                }
            })
        };
        let listeners = [
            listen("visibilitychange", browser::is_hidden),
            listen("pageshow", browser::is_hidden),
            listen("pagehide", || true),
        ];
        on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    }
}
