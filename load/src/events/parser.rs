//! Splits the body of a stream into server-sent events, as the HTML standard describes it.

use std::time::Duration;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    pub name: String,
    pub data: String,
    /// The latest id of the stream. The client sends it as `Last-Event-ID` when it connects again.
    pub id: Option<String>,
}

/// Keeps an incomplete event between two parts of the body.
#[derive(Debug, Default)]
pub struct Parser {
    line: Vec<u8>,
    /// A line feed after a carriage return does not end another line.
    after_carriage_return: bool,
    name: String,
    /// `None` until a line `data` arrives, because an event without such a line is not dispatched.
    data: Option<String>,
    id: Option<String>,
    /// The id of the last complete event.
    last_id: Option<String>,
    retry: Option<Duration>,
}

impl Parser {
    /// A parser for the next connection of the stream. The pause and the latest id stay.
    pub fn for_next_connection(&self) -> Self {
        Self {
            id: self.last_id.clone(),
            retry: self.retry,
            ..Self::default()
        }
    }

    /// The pause before the client connects again, if the server has set one.
    pub const fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Adds a part of the body, and returns the events that it completes.
    pub fn push(&mut self, part: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for byte in part {
            let second_half = *byte == b'\n' && self.after_carriage_return;
            self.after_carriage_return = *byte == b'\r';
            match byte {
                b'\n' if second_half => {}
                b'\n' | b'\r' => {
                    let line = std::mem::take(&mut self.line);
                    events.extend(self.end_line(&String::from_utf8_lossy(&line)));
                }
                _ => self.line.push(*byte),
            }
        }
        events
    }

    fn end_line(&mut self, line: &str) -> Option<Event> {
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => match &mut self.data {
                None => self.data = Some(value.to_owned()),
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
            },
            "id" => self.id = Some(value.to_owned()).filter(|id| !id.is_empty()),
            "retry" => self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry),
            // The rest is a comment, whose field is empty, or unknown.
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<Event> {
        let name = std::mem::take(&mut self.name);
        self.id.clone_into(&mut self.last_id);
        let data = self.data.take()?;
        Some(Event {
            name: if name.is_empty() { "message".to_owned() } else { name },
            data,
            id: self.id.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, data: &str, id: Option<&str>) -> Event {
        Event {
            name: name.to_owned(),
            data: data.to_owned(),
            id: id.map(str::to_owned),
        }
    }

    #[test]
    fn an_event_has_a_name_data_and_an_id() {
        let mut parser = Parser::default();
        let events = parser.push(b"retry: 1700\n\nevent: changes\nid: 12\ndata: {\"v\":12}\n\n");
        assert_eq!(events, [event("changes", "{\"v\":12}", Some("12"))]);
        assert_eq!(parser.retry(), Some(Duration::from_millis(1700)));
    }

    #[test]
    fn an_event_can_arrive_in_any_parts() {
        let text = ": keep-alive\r\nevent: alive\r\ndata:\r\n\r\nevent:state\ndata: \"open\"\n\nid: 3\rdata: à\r\r";
        let whole = Parser::default().push(text.as_bytes());
        let expected = [
            event("alive", "", None),
            event("state", "\"open\"", None),
            event("message", "à", Some("3")),
        ];
        assert_eq!(whole, expected);
        let mut parser = Parser::default();
        let bytes: Vec<Event> = text.bytes().flat_map(|byte| parser.push(&[byte])).collect();
        assert_eq!(bytes, expected);
    }

    #[test]
    fn comments_and_events_without_data_are_not_dispatched() {
        let events = Parser::default().push(b": keep-alive\n\nevent: closing\n\nfield: x\n\ndata: y\n\n");
        assert_eq!(events, [event("message", "y", None)]);
    }

    #[test]
    fn an_id_stays_until_another_one_arrives() {
        let mut parser = Parser::default();
        let events = parser.push(b"id: 4\ndata: a\n\nevent: alive\ndata:\n\nid\ndata: b\n\n");
        let ids: Vec<_> = events.iter().map(|event| event.id.as_deref()).collect();
        assert_eq!(ids, [Some("4"), Some("4"), None]);
    }

    #[test]
    fn several_data_lines_are_one_text() {
        let events = Parser::default().push(b"data: a\ndata\ndata:  b\n\n");
        assert_eq!(events, [event("message", "a\n\n b", None)]);
    }

    #[test]
    fn the_next_connection_drops_an_incomplete_event() {
        let mut parser = Parser::default();
        assert_eq!(
            parser
                .push(b"retry: 1500\nid: 4\ndata: a\n\nevent: changes\nid: 5\ndata: b")
                .len(),
            1
        );
        let mut next = parser.for_next_connection();
        assert_eq!(next.retry(), Some(Duration::from_millis(1500)));
        assert_eq!(next.push(b"data: c\n\n"), [event("message", "c", Some("4"))]);
    }

    #[test]
    fn a_wrong_pause_is_ignored() {
        let mut parser = Parser::default();
        parser.push(b"retry: 1500\nretry: soon\n\n");
        assert_eq!(parser.retry(), Some(Duration::from_millis(1500)));
    }
}
