//! A stream of server-sent events in tests, as `EventSource` of a browser reads it.

use super::{Browser, Class};
use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use domain::view::BoardChanges;
use http_body_util::BodyExt;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// Longer than any event should take.
const MAX_WAIT: Duration = Duration::from_secs(12);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamEvent {
    pub name: String,
    pub id: Option<i64>,
    pub data: String,
    pub retry: Option<u64>,
    pub comment: Option<String>,
}

impl StreamEvent {
    pub fn changes(&self) -> BoardChanges {
        assert_eq!(self.name, "changes", "{self:?}");
        let changes: BoardChanges = serde_json::from_str(&self.data).unwrap();
        assert_eq!(self.id, Some(changes.version));
        changes
    }

    fn parse(block: &str) -> Self {
        let mut event = Self::default();
        for line in block.lines() {
            let (field, value) = line.split_once(':').unwrap();
            let value = value.strip_prefix(' ').unwrap_or(value).to_owned();
            match field {
                "event" => event.name = value,
                "id" => event.id = Some(value.parse().unwrap()),
                "data" => event.data = value,
                "retry" => event.retry = Some(value.parse().unwrap()),
                "" => event.comment = Some(value),
                other => panic!("unknown field {other} in {block}"),
            }
        }
        event
    }
}

pub struct EventStream {
    pub status: StatusCode,
    pub headers: HeaderMap,
    body: Body,
    received: String,
}

impl Browser {
    /// Opens a stream. `last_event_id` is what a browser sends when it connects again.
    pub async fn streams(&self, path: &str, last_event_id: Option<i64>) -> EventStream {
        let mut request = Request::get(path)
            .header(header::ACCEPT, "text/event-stream")
            .header("sec-fetch-site", "same-origin");
        if let Some(version) = last_event_id {
            request = request.header("last-event-id", version);
        }
        let (parts, body) = self.requests(request.body(Body::empty()).unwrap()).await.into_parts();
        EventStream {
            status: parts.status,
            headers: parts.headers,
            body,
            received: String::new(),
        }
    }

    pub async fn streams_lesson(&self) -> EventStream {
        self.streams("/lesson/events", None).await
    }
}

impl Class {
    pub fn events(&self) -> String {
        format!("/classes/{}/events", self.id)
    }

    /// The stream of the teacher's board, after its first event.
    pub async fn follows(&self) -> EventStream {
        let mut stream = self.teacher.streams(&self.events(), None).await;
        stream.next().await.unwrap().changes();
        stream
    }
}

impl EventStream {
    /// The next event; `None` when the server has closed the stream.
    pub async fn next(&mut self) -> Option<StreamEvent> {
        loop {
            if let Some((block, rest)) = self.received.split_once("\n\n") {
                let event = StreamEvent::parse(block);
                self.received = rest.to_owned();
                return Some(event);
            }
            let frame = timeout(MAX_WAIT, self.body.frame())
                .await
                .expect("an event within the time");
            let bytes = frame?.unwrap().into_data().unwrap();
            self.received.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    /// The next event with this name. Other events are skipped.
    pub async fn next_named(&mut self, name: &str) -> StreamEvent {
        loop {
            let event = self
                .next()
                .await
                .unwrap_or_else(|| panic!("the stream ended before {name}"));
            if event.name == name {
                return event;
            }
        }
    }

    /// Waits until the stream says that the session has no rights any more, and ends. Returns the time that it took.
    pub async fn is_ended(&mut self) -> Duration {
        let began = Instant::now();
        self.next_named("ended").await;
        assert_eq!(self.next().await, None);
        began.elapsed()
    }

    /// No event but `alive` comes within this time.
    pub async fn is_quiet_for(&mut self, time: Duration) {
        let until = Instant::now() + time;
        while let Ok(event) = tokio::time::timeout_at(until, self.next()).await {
            let event = event.expect("the stream stays open");
            assert_eq!(event.name, "alive", "{event:?}");
        }
    }
}
