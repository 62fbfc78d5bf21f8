//! Letters and how they leave: by SMTP, or into a folder where no mail server is set.

mod cause;
mod compose;
mod outbox;
mod smtp;

pub use compose::{Composed, Notice};
pub use outbox::Outbox;
pub use smtp::{BadMailSettings, Smtp};

use async_trait::async_trait;
use lettre::{
    Message,
    message::{Mailbox, MultiPart},
};
use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// A mail as it waits in the queue.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// A letter may hold a secret link.
impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Letter")
    }
}

/// Why a letter did not leave. Never with an address or a text in it.
#[derive(Debug, Error)]
pub enum PostError {
    /// This one never will: the address does not exist, or is not one.
    #[error("the letter was refused for good")]
    Refused,
    /// Perhaps later.
    #[error("{0}")]
    NotNow(String),
}

/// How letters leave.
#[async_trait]
pub trait Post: Send + Sync {
    async fn send(&self, letter: &Letter) -> Result<(), PostError>;
}

fn message(letter: &Letter, from: &Mailbox) -> Result<Message, PostError> {
    let to = letter.to.parse().map_err(|_| PostError::Refused)?;
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(letter.subject.clone())
        .multipart(MultiPart::alternative_plain_html(
            letter.text.clone(),
            letter.html.clone(),
        ))
        .map_err(|_| PostError::Refused)
}
