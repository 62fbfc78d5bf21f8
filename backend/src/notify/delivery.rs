//! Sends queued mails and text messages, and retries until they expire.

use super::{
    Notifications,
    queue::{Channel, context},
    transport::{OutgoingMessage, SendError, Transport},
};
use crate::{Error, Result, entity::mail};
use domain::{ids::EventId, time::Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use std::time::Duration;

/// Number of messages that one call of `deliver` sends.
const BATCH_SIZE: u64 = 20;
/// How long a message is reserved for the replica that sends it. Longer than the longest timeout of a transport.
const CLAIM_LIFE: Duration = Duration::from_secs(120);
const RETRY_DELAYS_IN_SECONDS: [u64; 7] = [10, 30, 60, 300, 900, 1800, 3600];

/// The number of due messages, by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    pub sent: usize,
    pub later: usize,
    /// Permanently refused, or expired.
    pub dropped: usize,
}

impl Notifications {
    /// Waits until this replica has queued a message, or until `at_most` has passed: after this time it is possible
    /// that another replica has queued a message or that a retry is due.
    pub async fn message_queued(&self, channel: Channel, at_most: Duration) {
        let waits = match channel {
            Channel::Email => &self.mail_waits,
            Channel::Sms => &self.sms_waits,
        };
        let _ = tokio::time::timeout(at_most, waits.notified()).await;
    }

    /// Sends due messages. This is safe on several replicas, because one statement reserves each message before it is
    /// sent. Each channel is sent independently, so that a gateway that hangs does not delay mails.
    ///
    /// `is_stopping` is called before each message: a server that stops reserves no further message, because the process
    /// can end before that message is sent and removed.
    pub async fn deliver(
        &self,
        channel: Channel,
        post: &dyn Transport,
        is_stopping: &(dyn Fn() -> bool + Sync),
    ) -> Result<Delivered> {
        let mut delivered = Delivered::default();
        let due = mail::Entity::find()
            .filter(mail::Column::Channel.eq(channel.code()))
            .filter(mail::Column::NextAt.lte(self.clock.now().micros()))
            .order_by_asc(mail::Column::NextAt)
            .limit(BATCH_SIZE)
            .all(&self.db.read)
            .await?;
        for row in due {
            if is_stopping() {
                break;
            }
            let now = self.clock.now();
            if !self.take(&row, now).await? {
                continue;
            }
            if row.until <= now.micros() {
                tracing::warn!("a mail could not be sent in time and was given up");
                self.forget(&row).await?;
                delivered.dropped += 1;
                continue;
            }
            match post.send(&self.open_message(&row)?).await {
                Ok(()) => {
                    self.forget(&row).await?;
                    delivered.sent += 1;
                }
                Err(SendError::Refused) => {
                    tracing::warn!("a mail was refused for good");
                    self.forget(&row).await?;
                    delivered.dropped += 1;
                }
                Err(SendError::NotNow(why)) => {
                    tracing::warn!(%why, tries = row.tries + 1, "a mail did not leave; it is tried again");
                    self.postpone(&row, self.clock.now()).await?;
                    delivered.later += 1;
                    // The other messages are not tried now, because they would fail for the same reason.
                    break;
                }
            }
        }
        Ok(delivered)
    }

    async fn take(&self, row: &mail::Model, now: Timestamp) -> Result<bool> {
        let taken = mail::Entity::update_many()
            .col_expr(mail::Column::NextAt, Expr::value(now.after(CLAIM_LIFE).micros()))
            .col_expr(mail::Column::Tries, Expr::value(row.tries.saturating_add(1)))
            .filter(mail::Column::Id.eq(row.id))
            .filter(mail::Column::NextAt.eq(row.next_at))
            .exec(self.db.statement())
            .await?;
        Ok(taken.rows_affected == 1)
    }

    async fn postpone(&self, row: &mail::Model, now: Timestamp) -> Result<()> {
        let step = usize::try_from(row.tries)
            .unwrap_or(0)
            .min(RETRY_DELAYS_IN_SECONDS.len() - 1);
        let next = now.after(Duration::from_secs(RETRY_DELAYS_IN_SECONDS[step]));
        mail::Entity::update_many()
            .col_expr(mail::Column::NextAt, Expr::value(next.micros()))
            .filter(mail::Column::Id.eq(row.id))
            .exec(self.db.statement())
            .await?;
        Ok(())
    }

    async fn forget(&self, row: &mail::Model) -> Result<()> {
        mail::Entity::delete_by_id(row.id).exec(self.db.statement()).await?;
        Ok(())
    }

    fn open_message(&self, row: &mail::Model) -> Result<OutgoingMessage> {
        let content = self.keys.open(&context(EventId::from_uuid(row.id)), &row.sealed)?;
        serde_json::from_slice(&content).map_err(|_| Error::Corrupt("letter"))
    }
}
