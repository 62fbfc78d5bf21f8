//! A mail server.

use super::{Letter, Post, PostError, message};
use async_trait::async_trait;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor, message::Mailbox};
use std::time::Duration;
use thiserror::Error;

/// A server that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, Error)]
pub enum BadMailSettings {
    #[error("STEPWISE_SMTP_URL: expected something like smtps://user:password@mail.example.org")]
    Url,
    #[error("STEPWISE_MAIL_FROM: expected something like Stepwise <stepwise@example.org>")]
    From,
}

pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    pub fn new(url: &str, from: &str) -> Result<Self, BadMailSettings> {
        let from = from.parse().map_err(|_| BadMailSettings::From)?;
        // What is wrong with it is not repeated: a password is in it.
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| BadMailSettings::Url)?;
        Ok(Self {
            transport: builder.timeout(Some(PATIENCE)).build(),
            from,
        })
    }

    /// Whether the server can be reached and takes our login.
    pub async fn is_well(&self) -> bool {
        matches!(
            tokio::time::timeout(PATIENCE, self.transport.test_connection()).await,
            Ok(Ok(true))
        )
    }
}

#[async_trait]
impl Post for Smtp {
    async fn send(&self, letter: &Letter) -> Result<(), PostError> {
        let message = message(letter, &self.from)?;
        match tokio::time::timeout(PATIENCE, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.is_permanent() => Err(PostError::Refused),
            // A server's own words may repeat the address; its kind is enough.
            Ok(Err(error)) if error.is_transient() => Err(PostError::NotNow("the mail server asks to wait".to_owned())),
            Ok(Err(error)) if error.is_timeout() => Err(PostError::NotNow("the mail server hangs".to_owned())),
            Ok(Err(_)) => Err(PostError::NotNow("the mail server cannot be reached".to_owned())),
            Err(_) => Err(PostError::NotNow("the mail server hangs".to_owned())),
        }
    }
}
