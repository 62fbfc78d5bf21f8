//! Keeps an open page up to date: by a stream of events, and by polling while no stream works.

use super::{
    event_stream::{StreamEvent, open_stream},
    schedule::{Schedule, Step},
    stream_slots::Slot,
};
use crate::{
    browser::{self, EventSource},
    problem::Problem,
    timers::every,
};
use core::time::Duration;
use domain::refusal::Refusal;
use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;
use std::rc::Rc;

/// How often the follower checks what is due.
const TICK: Duration = Duration::from_millis(500);

/// The stream of a page.
pub struct Stream {
    /// The name of the events that carry the state of the page.
    content: &'static str,
    /// Returns the address. It depends on the version that the page shows.
    url: Box<dyn Fn() -> String>,
}

impl Stream {
    pub fn new(content: &'static str, url: impl Fn() -> String + 'static) -> Self {
        let url = Box::new(url);
        Self { content, url }
    }
}

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
    pub fn poll_soon(self) {
        self.schedule.update_value(Schedule::poll_soon);
    }

    /// The time since the server last answered a poll or sent an event.
    pub fn age(self) -> Duration {
        browser::page_time().saturating_sub(self.answered_at.get_value())
    }

    /// Starts to follow the server in the browser. Events and polls deliver the same content.
    pub fn start<T, F>(
        self,
        stream: Option<Stream>,
        request: impl Fn() -> F + Copy + 'static,
        on_answer: impl Fn(Result<T, Problem>) + Copy + 'static,
    ) where
        T: DeserializeOwned + 'static,
        F: Future<Output = Result<T, Problem>> + 'static,
    {
        let stream = stream.map(Rc::new);
        // Effects run in the browser only.
        Effect::new(move |_| {
            let connection = StoredValue::new_local(None::<Connection>);
            let disconnect = move || connection.set_value(None);
            let fail = move || {
                disconnect();
                self.schedule
                    .update_value(|schedule| schedule.stream_failed(browser::page_time(), browser::random()));
            };
            let on_event = move |event| self.take_event(event, on_answer, fail);
            let open = {
                let stream = stream.clone();
                move || {
                    let opened = stream.as_ref().and_then(|stream| {
                        let slot = Slot::claim()?;
                        let _source = open_stream(&(stream.url)(), stream.content, on_event)?;
                        Some(Connection { _source, slot })
                    });
                    if opened.is_none() {
                        return fail();
                    }
                    connection.set_value(opened);
                    self.schedule
                        .update_value(|schedule| schedule.stream_opened(browser::page_time()));
                }
            };
            let act = move || {
                if connection.with_value(|open| open.as_ref().is_some_and(|open| !open.slot.renew())) {
                    fail();
                }
                while let Some(step) = self.next_step() {
                    match step {
                        Step::Poll => self.poll(request, on_answer),
                        Step::OpenStream => open(),
                        Step::CloseStream => fail(),
                    }
                }
            };
            if stream.is_some() {
                self.schedule
                    .update_value(|schedule| schedule.use_stream(browser::page_time()));
            }
            if browser::is_hidden() {
                self.schedule.update_value(Schedule::hidden);
            }
            act();
            every(TICK, act.clone());
            self.follow_visibility(disconnect, act);
        });
    }

    fn next_step(self) -> Option<Step> {
        self.schedule
            .with_value(|schedule| schedule.next_step(browser::page_time()))
    }

    fn poll<T: 'static, F>(self, request: impl Fn() -> F + 'static, on_answer: impl Fn(Result<T, Problem>) + 'static)
    where
        F: Future<Output = Result<T, Problem>> + 'static,
    {
        self.schedule.update_value(Schedule::poll_sent);
        spawn_local(async move {
            let answer = request().await;
            let (now, random) = (browser::page_time(), browser::random());
            let is_current = self
                .schedule
                .try_update_value(|schedule| schedule.poll_answered(answer.is_ok(), now, random));
            // `None`: the user left the page while the request was running, so its signals no longer exist.
            if is_current != Some(true) {
                return;
            }
            if answer.is_ok() {
                self.answered_at.set_value(now);
            }
            on_answer(answer);
        });
    }

    fn take_event<T: DeserializeOwned>(
        self,
        event: StreamEvent,
        on_answer: impl Fn(Result<T, Problem>),
        fail: impl Fn(),
    ) {
        let now = browser::page_time();
        let unavailable = || Err(Problem::without_time(Refusal::Unavailable));
        match event {
            StreamEvent::Content(text) => match serde_json::from_str(&text) {
                Ok(content) => {
                    self.answered_at.set_value(now);
                    self.schedule.update_value(|schedule| schedule.content_arrived(now));
                    on_answer(Ok(content));
                }
                // A new release of the server may send what this page cannot read. Then the poll fails too.
                Err(_) => fail(),
            },
            StreamEvent::Alive => {
                self.answered_at.set_value(now);
                self.schedule.update_value(|schedule| schedule.event_arrived(now));
            }
            StreamEvent::Unavailable => {
                self.schedule.update_value(|schedule| schedule.event_arrived(now));
                on_answer(unavailable());
            }
            StreamEvent::Ended => browser::reload(),
            StreamEvent::Interrupted => {
                if self.schedule.try_update_value(Schedule::stream_interrupted) == Some(true) {
                    on_answer(unavailable());
                }
            }
            StreamEvent::Closed => fail(),
        }
    }

    /// Closes the stream while the page is hidden, or stored by the browser for the button "back".
    fn follow_visibility(self, disconnect: impl Fn() + Copy + 'static, act: impl Fn() + Clone + 'static) {
        let hide = move || {
            disconnect();
            self.schedule.update_value(Schedule::hidden);
        };
        let show = move || {
            self.schedule
                .update_value(|schedule| schedule.shown(browser::page_time()));
            act();
        };
        let update = move || if browser::is_hidden() { hide() } else { show() };
        let restored = update.clone();
        let listeners = [
            window_event_listener_untyped("visibilitychange", move |_| update()),
            window_event_listener_untyped("pageshow", move |_| restored()),
            window_event_listener_untyped("pagehide", move |_| hide()),
        ];
        on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    }
}
