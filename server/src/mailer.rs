//! Sends what the services have written, for as long as the server runs.

use crate::config::Serve;
use backend::{
    Stepwise,
    mail::{BadMailSettings, Outbox, Post, Smtp},
};
use std::{sync::Arc, time::Duration};

/// How long a mail that was written on another replica, or was put off, waits at most to be seen.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);
/// A database that is away is not asked all the time.
const AFTER_TROUBLE: Duration = Duration::from_secs(15);

/// By the mail server that was set, else into a folder.
pub fn post(settings: &Serve) -> Result<Arc<dyn Post>, BadMailSettings> {
    Ok(match &settings.smtp_url {
        Some(url) => Arc::new(Smtp::new(url, &settings.mail_from)?),
        None => Arc::new(Outbox::new(settings.storage.data.join("outbox"), &settings.mail_from)?),
    })
}

/// Whether mails could leave now: the server answers and takes our login.
pub async fn is_well(settings: &Serve) -> Result<bool, BadMailSettings> {
    match &settings.smtp_url {
        Some(url) => Ok(Smtp::new(url, &settings.mail_from)?.is_well().await),
        None => post(settings).map(|_| true),
    }
}

pub async fn deliver(stepwise: Stepwise, post: Arc<dyn Post>) {
    loop {
        match stepwise.deliver(&*post).await {
            Ok(delivered) if delivered.sent > 0 => tracing::debug!(?delivered, "mails"),
            Ok(_) => stepwise.mail_waits(BETWEEN_LOOKS).await,
            Err(error) => {
                tracing::warn!(%error, "mails wait; the next look comes");
                tokio::time::sleep(AFTER_TROUBLE).await;
            }
        }
    }
}
