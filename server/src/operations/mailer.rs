//! Background tasks that send the queued mails and SMS.

use crate::config::Serve;
use backend::{
    Stepwise,
    notify::{BadGateway, BadMailSettings, Channel, Delivered, Gateway, Outbox, Smtp, Transport},
};
use metrics::counter;
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// Maximum time until a replica notices that a message is due: another replica can have queued the message, or the
/// message had to wait for its time.
const POLL_INTERVAL: Duration = Duration::from_secs(2);
/// Pause after a database error, so that the server does not query an unreachable database all the time.
const ERROR_PAUSE: Duration = Duration::from_secs(15);

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

/// Sends the messages of one channel until the server stops. The task finishes the message that is being sent, because
/// an interrupted message would be sent twice. Each channel has its own task, so that a slow SMS gateway does not delay
/// mails.
pub async fn deliver(
    stepwise: Stepwise,
    channel: Channel,
    post: Arc<dyn Transport>,
    mut stopping: watch::Receiver<bool>,
) {
    while !*stopping.borrow() {
        let pause = match stepwise.notifications.deliver(channel, &*post).await {
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
