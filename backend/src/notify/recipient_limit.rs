//! One limit for all messages to a mailbox or a phone number within an hour. It is checked where messages are queued,
//! so that no service can bypass it.

use super::{Notifications, queue::Channel};
use crate::{Result, entity::message_log, limits::hourly_budget::add_one, operations::counters, random};
use domain::{
    ids::EventId,
    recipient_limit::{Cause, check_recipient_limit, normalise_mailbox},
    refusal::Refusal,
    time::{HOUR, Timestamp},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

impl Notifications {
    /// Counts a message before it is queued, or refuses it. Messages to one recipient are counted one after the other.
    /// The statements are the same whether the recipient is known or not.
    pub(crate) async fn check_recipient_limit(
        &self,
        tx: &impl ConnectionTrait,
        channel: Channel,
        to: &str,
        cause: Cause,
        now: Timestamp,
    ) -> Result<()> {
        let macs = &self.macs;
        let (recipient, most) = match channel {
            Channel::Email => (normalise_mailbox(to), cause.max_mails()),
            Channel::Sms => (to.to_owned(), cause.max_text_messages()),
        };
        let recipient = macs.mac("message-to", &[channel.code().as_bytes(), recipient.as_bytes()]);
        add_one(tx, &[macs.mac("message-turn", &[&recipient])], now).await?;
        let sent: Vec<i64> = message_log::Entity::find()
            .select_only()
            .column(message_log::Column::QueuedAt)
            .filter(message_log::Column::Recipient.eq(recipient.to_vec()))
            .filter(message_log::Column::QueuedAt.gt(now.before(HOUR).micros()))
            .into_tuple()
            .all(tx)
            .await?;
        let sent: Vec<Timestamp> = sent.into_iter().map(Timestamp::from_micros).collect();
        if let Err(until) = check_recipient_limit(&sent, most, now) {
            counters::suppressed(channel.code(), cause);
            return Err(Refusal::TooManyMessages { until }.into());
        }
        let row = message_log::ActiveModel {
            id: Set(EventId::new(now, random::bytes()?).uuid()),
            recipient: Set(recipient.to_vec()),
            queued_at: Set(now.micros()),
        };
        message_log::Entity::insert(row).exec_without_returning(tx).await?;
        Ok(())
    }
}
