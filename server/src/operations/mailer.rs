//! Background tasks that send the queued mails and SMS.

use super::shutdown::SHUTDOWN_TIMEOUT;
use crate::config::Serve;
use async_trait::async_trait;
use backend::{
    Stepwise,
    notify::{
        BadGateway, BadMailSettings, Channel, Delivered, Gateway, Outbox, OutgoingMessage, SendError, Smtp, Transport,
    },
};
use metrics::counter;
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// Maximum time until a replica notices that a message is due: another replica can have queued the message, or the
/// message had to wait for its time.
const POLL_INTERVAL: Duration = Duration::from_secs(2);
/// Pause after a database error, so that the server does not query an unreachable database all the time.
const ERROR_PAUSE: Duration = Duration::from_secs(15);
/// Maximum time that the message that is being sent gets when the server stops. The rest of `SHUTDOWN_TIMEOUT` is for
/// writing the outcome into the database.
const LAST_SEND_TIMEOUT: Duration = SHUTDOWN_TIMEOUT.saturating_sub(Duration::from_secs(2));

/// The mail transport: the configured SMTP server, or the folder `outbox` if no server is configured.
pub fn mail_transport(settings: &Serve) -> Result<Arc<dyn Transport>, BadMailSettings> {
    Ok(match settings.mail_server() {
        Some(url) => Arc::new(Smtp::new(url, &settings.mail_from)?),
        None => Arc::new(Outbox::new(settings.storage.data.join("outbox"), &settings.mail_from)?),
    })
}

/// Whether mail can be sent now: the SMTP server answers and accepts the login.
pub async fn can_send(settings: &Serve) -> Result<bool, BadMailSettings> {
    match settings.mail_server() {
        Some(url) => Ok(Smtp::new(url, &settings.mail_from)?.is_well().await),
        None => mail_transport(settings).map(|_| true),
    }
}

/// The SMS transport, if the operator has configured one.
pub fn sms_transport(settings: &Serve) -> Result<Option<Arc<dyn Transport>>, BadGateway> {
    match settings.factors.gateway() {
        None => Ok(None),
        Some(set) if set.url.is_empty() => Err(BadGateway::Missing),
        Some(set) => Ok(Some(Arc::new(Gateway::new(set)?))),
    }
}

/// Sends the messages of one channel until the server stops. Each channel has its own task, so that a slow SMS gateway
/// does not delay mails.
///
/// When the server stops, the task takes no further message, and finishes the message that is being sent, because an
/// interrupted message can arrive twice. This message gets `LAST_SEND_TIMEOUT`. After that it is queued again, although
/// the mail server or the gateway may have accepted it: only their reply would tell.
pub async fn deliver(
    stepwise: Stepwise,
    channel: Channel,
    post: Arc<dyn Transport>,
    mut stopping: watch::Receiver<bool>,
) {
    let post = UntilStop {
        post,
        stopping: stopping.clone(),
        timeout: LAST_SEND_TIMEOUT,
    };
    while !*stopping.borrow() {
        let delivered = stepwise
            .notifications
            .deliver(channel, &post, &|| *stopping.borrow())
            .await;
        let pause = match delivered {
            Ok(delivered) => {
                count(channel, &delivered);
                if delivered.sent > 0 {
                    tracing::debug!(?channel, ?delivered, "messages were sent");
                    continue;
                }
                None
            }
            Err(error) => {
                tracing::warn!(?channel, %error, "messages could not be sent and will be tried again");
                Some(ERROR_PAUSE)
            }
        };
        let pause = async {
            match pause {
                Some(pause) => tokio::time::sleep(pause).await,
                None => stepwise.notifications.message_queued(channel, POLL_INTERVAL).await,
            }
        };
        tokio::select! {
            () = pause => {}
            _ = stopping.wait_for(|stop| *stop) => {}
        }
    }
}

/// A transport that gives up a message if the server stops and `timeout` has passed since then.
struct UntilStop {
    post: Arc<dyn Transport>,
    stopping: watch::Receiver<bool>,
    timeout: Duration,
}

#[async_trait]
impl Transport for UntilStop {
    async fn send(&self, letter: &OutgoingMessage) -> Result<(), SendError> {
        tokio::select! {
            outcome = self.post.send(letter) => outcome,
            () = stopped_for(self.stopping.clone(), self.timeout) => {
                Err(SendError::NotNow("the server stops".to_owned()))
            }
        }
    }
}

/// Waits until the server has been stopping for this time.
async fn stopped_for(mut stopping: watch::Receiver<bool>, time: Duration) {
    let is_stopping = stopping.wait_for(|stop| *stop).await.is_ok();
    if is_stopping {
        tokio::time::sleep(time).await;
    } else {
        // The sender is gone, so this server will never be told to stop.
        std::future::pending::<()>().await;
    }
}

fn count(channel: Channel, delivered: &Delivered) {
    for (outcome, mails) in [
        ("sent", delivered.sent),
        ("later", delivered.later),
        ("dropped", delivered.dropped),
    ] {
        if mails > 0 {
            counter!("stepwise_mails_total", "channel" => channel.code(), "outcome" => outcome).increment(mails as u64);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A gateway that never answers.
    struct Hangs;

    #[async_trait]
    impl Transport for Hangs {
        async fn send(&self, _letter: &OutgoingMessage) -> Result<(), SendError> {
            std::future::pending().await
        }
    }

    #[tokio::test]
    async fn the_last_message_is_given_up_in_time_when_the_server_stops() {
        let (stop, stopping) = watch::channel(false);
        let post = UntilStop {
            post: Arc::new(Hangs),
            stopping,
            timeout: Duration::from_millis(10),
        };
        let letter = OutgoingMessage {
            to: "ada@school.example".to_owned(),
            subject: String::new(),
            text: String::new(),
            html: String::new(),
        };
        let running = tokio::time::timeout(Duration::from_millis(100), post.send(&letter)).await;
        assert!(running.is_err(), "a running server leaves the time to the transport");
        stop.send(true).unwrap();
        let stopped = tokio::time::timeout(Duration::from_secs(10), post.send(&letter)).await;
        assert!(matches!(stopped, Ok(Err(SendError::NotNow(_)))));
    }
}
