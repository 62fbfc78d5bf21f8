//! A board that follows its class by the stream of events.

use super::EventStream;
use crate::browser::{Browser, Result};
use domain::view::BoardChanges;

pub struct BoardStream {
    events: EventStream,
}

pub enum BoardEvent {
    /// Changes of the class, and the length of their JSON.
    Changes(BoardChanges, usize),
    Alive,
    /// The server cannot read the database at the moment.
    Unavailable,
}

impl BoardStream {
    /// A board that has received nothing yet.
    pub fn new(browser: &Browser, class: &str) -> Self {
        Self::resumed(browser, class, None)
    }

    /// A board that connects again after it has received this version.
    pub fn after(browser: &Browser, class: &str, version: i64) -> Self {
        Self::resumed(browser, class, Some(version.to_string()))
    }

    fn resumed(browser: &Browser, class: &str, last_id: Option<String>) -> Self {
        let path = format!("/classes/{class}/events?since=-1");
        Self {
            events: EventStream::new(browser, path, last_id),
        }
    }

    pub const fn reconnects(&self) -> usize {
        self.events.reconnects()
    }

    pub async fn next(&mut self) -> Result<BoardEvent> {
        loop {
            let event = self.events.next().await?;
            match event.name.as_str() {
                "changes" => {
                    let changes: BoardChanges = serde_json::from_str(&event.data)?;
                    let version = changes.version.to_string();
                    if event.id.as_deref() != Some(version.as_str()) {
                        return Err(format!("the changes of version {version} have the id {:?}", event.id).into());
                    }
                    return Ok(BoardEvent::Changes(changes, event.data.len()));
                }
                "alive" => return Ok(BoardEvent::Alive),
                "unavailable" => return Ok(BoardEvent::Unavailable),
                // The server closes the connection after this event, and the client connects again.
                "closing" => {}
                other => return Err(format!("the stream of a board sent the event {other:?}").into()),
            }
        }
    }

    /// Waits for the next changes. The second value is the length of their JSON.
    pub async fn next_changes(&mut self) -> Result<(BoardChanges, usize)> {
        loop {
            if let BoardEvent::Changes(changes, length) = self.next().await? {
                return Ok((changes, length));
            }
        }
    }
}
