//! The events of a stream.

use crate::browser::EventSource;
use std::rc::Rc;

const ALIVE: &str = "alive";
const CLOSING: &str = "closing";
const UNAVAILABLE: &str = "unavailable";
const ENDED: &str = "ended";

/// What a page learns from its stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StreamEvent {
    /// The state of the page, or its changes, as JSON.
    Content(String),
    /// Nothing has changed; or the server stops, and the browser will connect again.
    Alive,
    /// The server cannot read its database.
    Unavailable,
    /// The session is not allowed to see this page any more.
    Ended,
    /// The connection broke, or a reconnect failed. The browser will connect again.
    Interrupted,
    /// The server refused the stream. The browser does not connect again.
    Closed,
}

/// Opens the stream at `url`, whose events named `content` carry the state of the page.
pub fn open_stream(url: &str, content: &str, on_event: impl Fn(StreamEvent) + 'static) -> Option<EventSource> {
    let on_event = Rc::new(on_event);
    let on_error = {
        let on_event = Rc::clone(&on_event);
        move |reconnects| {
            on_event(if reconnects {
                StreamEvent::Interrupted
            } else {
                StreamEvent::Closed
            });
        }
    };
    let names = [content, ALIVE, CLOSING, UNAVAILABLE, ENDED];
    EventSource::open(url, &names, move |name, data| on_event(event(name, data)), on_error)
}

fn event(name: &str, data: String) -> StreamEvent {
    match name {
        ALIVE | CLOSING => StreamEvent::Alive,
        UNAVAILABLE => StreamEvent::Unavailable,
        ENDED => StreamEvent::Ended,
        _ => StreamEvent::Content(data),
    }
}
