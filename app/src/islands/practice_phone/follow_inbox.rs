//! Follows the messages of the practice phone. The server renders them (`pages/students/practice_phone/inbox.rs`); when
//! there are other messages, the island shows those that the page contains now.

use crate::{
    browser,
    live_updates::{Follower, Source},
};
use core::time::Duration;
use leptos::{prelude::*, task::spawn_local};

/// The id of the list of messages.
pub const INBOX_ID: &str = "inbox";
const POLL: &str = "/sfn/messages";
const POLL_INTERVAL: Duration = Duration::from_secs(2);
const POLL_JITTER: f64 = 0.1;

/// `shown` is the answer of the poll for the messages that the page shows.
#[island]
pub fn FollowInbox(shown: String) -> impl IntoView {
    let shown = StoredValue::new(shown);
    let source = Source {
        poll: Box::new(|| POLL.to_owned()),
        stream: None,
    };
    Follower::new(POLL_INTERVAL, POLL_JITTER).start(source, move |answer| {
        if let Ok(text) = answer
            && shown.with_value(|shown| *shown != text)
        {
            spawn_local(async move {
                // If the page cannot be loaded now, the next poll tries again.
                if browser::renew(INBOX_ID).await.is_ok() {
                    shown.try_set_value(text);
                }
            });
        }
        true
    });
}
