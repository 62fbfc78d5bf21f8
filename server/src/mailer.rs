//! Sends what the services have written, for as long as the server runs.

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

/// How long a mail that was written on another replica, or was put off, waits at most to be seen.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);
/// A database that is away is not asked all the time.
const AFTER_TROUBLE: Duration = Duration::from_secs(15);

/// By the mail server that was set, else into a folder.
pub fn post(settings: &Serve) -> Result<Arc<dyn Post>, BadMailSettings> {
    Ok(match settings.mail_server() {
        Some(url) => Arc::new(Smtp::new(url, &settings.mail_from)?),
        None => Arc::new(Outbox::new(settings.storage.data.join("outbox"), &settings.mail_from)?),
    })
}

/// Whether mails could leave now: the server answers and takes our login.
pub async fn is_well(settings: &Serve) -> Result<bool, BadMailSettings> {
    match settings.mail_server() {
        Some(url) => Ok(Smtp::new(url, &settings.mail_from)?.is_well().await),
        None => post(settings).map(|_| true),
    }
}

/// How text messages leave, where any do.
pub fn gateway(settings: &Serve) -> Result<Option<Arc<dyn Post>>, BadGateway> {
    match settings.factors.gateway() {
        None => Ok(None),
        Some(set) if set.url.is_empty() => Err(BadGateway::Missing),
        Some(set) => Ok(Some(Arc::new(Gateway::new(set)?))),
    }
}

/// Until the server stops: what is being sent then is sent to its end, so that nobody gets it twice. Each channel is a
/// task of its own: a gateway that hangs holds up no mail.
pub async fn deliver(stepwise: Stepwise, channel: Channel, post: Arc<dyn Post>, mut stopping: watch::Receiver<bool>) {
    while !*stopping.borrow() {
        let pause = match stepwise.deliver(channel, &*post).await {
            Ok(delivered) => {
                count(channel, &delivered);
                if delivered.sent > 0 {
                    tracing::debug!(?channel, ?delivered, "letters");
                    continue;
                }
                None
            }
            Err(error) => {
                tracing::warn!(?channel, %error, "letters wait; the next look comes");
                Some(AFTER_TROUBLE)
            }
        };
        let pause = async {
            match pause {
                Some(pause) => tokio::time::sleep(pause).await,
                None => stepwise.letter_waits(channel, BETWEEN_LOOKS).await,
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
