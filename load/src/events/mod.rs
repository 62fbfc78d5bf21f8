//! A client for server-sent events that connects again as a browser does: after a pause, with the id of the last event.

mod board;
mod parser;

pub use board::{BoardEvent, BoardStream};
pub use parser::Event;

use crate::{
    browser::{Browser, OpenResponse, Result},
    chaos::jitter,
};
use http_body_util::BodyExt;
use parser::Parser;
use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};
use tokio::time::{sleep, timeout};

/// The server sends something every eight seconds. After this silence the client connects again, as the page does.
const MAX_SILENCE: Duration = Duration::from_secs(20);
/// Pause before the client connects again, until the server sets one.
const DEFAULT_RETRY: Duration = Duration::from_secs(2);
/// Timeout of connecting and of the response head.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// If no event arrives for this long, the client gives up.
const MAX_WAIT: Duration = Duration::from_secs(90);

pub struct EventStream {
    browser: Browser,
    path: String,
    response: Option<OpenResponse>,
    parser: Parser,
    last_id: Option<String>,
    received: VecDeque<Event>,
    /// Number of connections that were opened.
    connections: usize,
}

impl EventStream {
    /// A stream that connects at the first event. It has the cookies of the browser and a connection of its own.
    pub fn new(browser: &Browser, path: String, last_id: Option<String>) -> Self {
        Self {
            browser: browser.at_address(browser.address),
            path,
            response: None,
            parser: Parser::default(),
            last_id,
            received: VecDeque::new(),
            connections: 0,
        }
    }

    pub const fn reconnects(&self) -> usize {
        self.connections.saturating_sub(1)
    }

    /// Waits for the next event, and connects again as often as necessary.
    pub async fn next(&mut self) -> Result<Event> {
        let began = Instant::now();
        loop {
            if let Some(event) = self.received.pop_front() {
                event.id.clone_into(&mut self.last_id);
                return Ok(event);
            }
            let failure = match self.receive().await {
                Ok(None) => continue,
                Ok(Some(failure)) => failure,
                Err(fatal) => return Err(fatal),
            };
            if began.elapsed() > MAX_WAIT {
                return Err(format!("no event of {} for {MAX_WAIT:?}, at last: {failure}", self.path).into());
            }
            self.response = None;
            let retry = self.parser.retry().unwrap_or(DEFAULT_RETRY);
            sleep(retry / 2 + jitter(retry)).await;
        }
    }

    /// Reads one part of the body. Returns why it was not possible, if connecting again can help; other failures are
    /// errors.
    async fn receive(&mut self) -> Result<Option<String>> {
        let Some(response) = &mut self.response else {
            return self.connect().await;
        };
        match timeout(MAX_SILENCE, response.body.frame()).await {
            Err(_) => Ok(Some(format!("nothing for {MAX_SILENCE:?}"))),
            Ok(None) => Ok(Some("the server closed the stream".to_owned())),
            Ok(Some(Err(error))) => Ok(Some(error.to_string())),
            Ok(Some(Ok(frame))) => {
                if let Some(part) = frame.data_ref() {
                    self.received.extend(self.parser.push(part));
                }
                Ok(None)
            }
        }
    }

    async fn connect(&mut self) -> Result<Option<String>> {
        let opening = self.browser.open_stream(&self.path, self.last_id.as_deref());
        let response = match timeout(CONNECT_TIMEOUT, opening).await {
            Err(_) => return Ok(Some("the server did not answer".to_owned())),
            Ok(Err(error)) => return Ok(Some(error.to_string())),
            Ok(Ok(response)) => response,
        };
        match response.status {
            200 if response.content_type.starts_with("text/event-stream") => {
                self.connections += 1;
                // An incomplete event of the last connection is dropped.
                self.parser = self.parser.for_next_connection();
                self.response = Some(response);
                Ok(None)
            }
            status @ 502..=504 => Ok(Some(format!("status {status}"))),
            status => {
                let content_type = response.content_type;
                Err(format!("the stream {} answered {status} {content_type}", self.path).into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::{BufRead, BufReader, Write},
        net::TcpListener,
        thread,
    };

    /// Answers one connection after the other with these texts. Returns the heads of the requests.
    fn serve(listener: &TcpListener, answers: &[&str]) -> Vec<String> {
        let mut heads = Vec::new();
        for answer in answers {
            let (mut client, _) = listener.accept().unwrap();
            let lines = BufReader::new(&client).lines().map(|line| line.unwrap());
            heads.push(lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"));
            client.write_all(answer.as_bytes()).unwrap();
        }
        heads
    }

    #[tokio::test]
    async fn a_stream_connects_again_with_the_id_of_the_last_event() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let browser = Browser::new(listener.local_addr().unwrap());
        let answers = [
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\nretry: 10\nid: 7\ndata: a\n\nid: 8\ndata: half",
            "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: b\n\n",
            "HTTP/1.1 204 No Content\r\n\r\n",
        ];
        let serving = thread::spawn(move || serve(&listener, &answers));
        let mut stream = EventStream::new(&browser, "/events".to_owned(), None);
        assert_eq!(stream.next().await.unwrap().data, "a");
        assert_eq!(stream.next().await.unwrap().data, "b");
        assert_eq!(stream.reconnects(), 1);
        assert!(stream.next().await.is_err());
        let heads = serving.join().unwrap();
        let sent_ids: Vec<_> = heads.iter().map(|head| head.contains("last-event-id: 7")).collect();
        assert_eq!(sent_ids, [false, true, true, true]);
    }
}
