//! A composed message, and the trait of the transports that send it.

use async_trait::async_trait;
use lettre::{
    Message,
    message::{Mailbox, MultiPart},
};
use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// A message as the queue stores it. An SMS uses `to` and `text` only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutgoingMessage {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Hides the content in debug output, because a message can contain a secret link.
impl fmt::Debug for OutgoingMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OutgoingMessage")
    }
}

/// Why a message was not sent. It never contains the recipient or the text of a message, so that it can be logged.
#[derive(Debug, Error)]
pub enum SendError {
    /// Permanent failure: the recipient's address is invalid or does not exist.
    #[error("the letter was refused for good")]
    Refused,
    /// Temporary failure: the same message can be sent later.
    #[error("{0}")]
    NotNow(String),
}

/// A transport for messages: SMTP, the outbox folder, or an SMS gateway.
#[async_trait]
pub trait Transport: Send + Sync {
    async fn send(&self, letter: &OutgoingMessage) -> Result<(), SendError>;
}

pub(super) fn message(letter: &OutgoingMessage, from: &Mailbox) -> Result<Message, SendError> {
    let to = letter.to.parse().map_err(|_| SendError::Refused)?;
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(letter.subject.clone())
        .multipart(MultiPart::alternative_plain_html(
            letter.text.clone(),
            letter.html.clone(),
        ))
        .map_err(|_| SendError::Refused)
}
