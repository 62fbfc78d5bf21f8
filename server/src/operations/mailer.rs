//! Background tasks that send the queued mails and SMS.

use crate::config::Serve;
use backend::{
    Stepwise,
    mail::{BadMailSettings, Outbox, Post, Smtp},
    service::{Channel, Delivered},
    sms::{BadGateway, Gateway},
};
use metrics::counter;
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// Maximum time until a replica notices a message that another replica queued or that was postponed.
const POLL_INTERVAL: Duration = Duration::from_secs(2);
/// Pause after a database error, so that an unreachable database is not asked all the time.
const ERROR_PAUSE: Duration = Duration::from_secs(15);

/// The mail transport: the configured SMTP server, or else the outbox folder.
pub fn mail_transport(settings: &Serve) -> Result<Arc<dyn Post>, BadMailSettings> {
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
pub fn sms_transport(settings: &Serve) -> Result<Option<Arc<dyn Post>>, BadGateway> {
    match settings.factors.gateway() {
        None => Ok(None),
        Some(set) if set.url.is_empty() => Err(BadGateway::Missing),
        Some(set) => Ok(Some(Arc::new(Gateway::new(set)?))),
    }
}

/// Sends the messages of one channel until the server stops. It finishes the message that it is sending, because an
/// interrupted one would be sent twice. Each channel has its own task, so that a slow SMS gateway does not delay mail.
pub async fn deliver(stepwise: Stepwise, channel: Channel, post: Arc<dyn Post>, mut stopping: watch::Receiver<bool>) {
    while !*stopping.borrow() {
        let pause = match stepwise.deliver(channel, &*post).await {
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
                None => stepwise.letter_waits(channel, POLL_INTERVAL).await,
            }
        };
        tokio::select! {
            () = pause => {}
            _ = stopping.wait_for(|stop| *stop) => {}
        }
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
