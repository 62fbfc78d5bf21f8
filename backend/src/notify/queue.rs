//! The queue of mails and text messages. Each message is rendered, sealed and queued in the transaction of the event
//! that it reports.

pub use super::compose::Notice;

use super::{Notifications, compose::Composed};
use crate::{
    Error, Result,
    db::Transaction,
    entity::{account, mail},
    members::queries::account_of,
    random,
};
use domain::{
    factor::FactorKind,
    ids::{AccountId, EventId, SentCodeId},
    locale::Locale,
    recipient_limit::Cause,
    refusal::Refusal,
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use texts::Texts;

/// The channel of rows that are queued but never sent.
pub(crate) const UNKNOWN_RECIPIENT: &str = "none";

/// How a queued message is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Email,
    Sms,
}

impl Channel {
    pub const ALL: [Self; 2] = [Self::Email, Self::Sms];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Email => FactorKind::Email.code(),
            Self::Sms => FactorKind::Sms.code(),
        }
    }
}

impl Notifications {
    /// Mails a member at the confirmed address. Without a confirmed address, nothing is queued.
    pub(crate) async fn notify(
        &self,
        tx: &Transaction,
        account: AccountId,
        notice: Notice,
        now: Timestamp,
    ) -> Result<()> {
        let account = account_of(tx, account).await?;
        match &account.email {
            Some(email) => self.queue(tx, &account, email, &notice, now).await,
            None => Ok(()),
        }
    }

    pub(crate) async fn queue(
        &self,
        tx: &Transaction,
        account: &account::Model,
        to: &str,
        notice: &Notice,
        now: Timestamp,
    ) -> Result<()> {
        self.queue_about(tx, account, account, to, notice, now).await
    }

    /// Mails the reader about another account, in the reader's language. If the mailbox has reached its limit, the mail
    /// is not queued, and the response to the request stays the same.
    pub(crate) async fn queue_about(
        &self,
        tx: &Transaction,
        about: &account::Model,
        reader: &account::Model,
        to: &str,
        notice: &Notice,
        now: Timestamp,
    ) -> Result<()> {
        or_suppressed(self.queue_or_refuse(tx, about, reader, to, notice, now).await)
    }

    /// Like `queue_about`, but refused if the mailbox has reached its limit: for a transaction that must then be rolled
    /// back.
    pub(crate) async fn queue_or_refuse(
        &self,
        tx: &Transaction,
        about: &account::Model,
        reader: &account::Model,
        to: &str,
        notice: &Notice,
        now: Timestamp,
    ) -> Result<()> {
        let locale = reader.locale.as_deref().and_then(Locale::from_tag).unwrap_or_default();
        let composed = notice.compose(Texts::of(locale), &self.settings.address, to, &about.username);
        let id = EventId::new(now, random::bytes()?);
        self.enqueue(tx, id, (Channel::Email, notice.cause()), &composed, now)
            .await
    }

    /// Runs the same statements for a name without a confirmed address, so that the load reveals nothing. The row is
    /// never sent, and housekeeping removes it.
    pub(crate) async fn queue_for_unknown(
        &self,
        tx: &Transaction,
        typed: &str,
        notice: &Notice,
        now: Timestamp,
    ) -> Result<()> {
        let to = format!("nobody:{typed}");
        self.check_recipient_limit(tx, Channel::Email, &to, notice.cause(), now)
            .await?;
        let composed = notice.compose(Texts::of(Locale::default()), &self.settings.address, &to, typed);
        let id = EventId::new(now, random::bytes()?);
        self.insert_message(tx, id, UNKNOWN_RECIPIENT, &composed, now).await
    }

    /// Queues a code as a mail or a short text message. The row has the id of the code, with which it can be removed
    /// from the queue.
    pub(crate) async fn queue_code(
        &self,
        tx: &Transaction,
        account: &account::Model,
        (by, to, cause): (FactorKind, &str, Cause),
        notice: &Notice,
        code: SentCodeId,
        now: Timestamp,
    ) -> Result<()> {
        let locale = account.locale.as_deref().and_then(Locale::from_tag).unwrap_or_default();
        let mut composed = notice.compose(Texts::of(locale), &self.settings.address, to, &account.username);
        let channel = match by {
            FactorKind::Sms => Channel::Sms,
            _ => Channel::Email,
        };
        if channel == Channel::Sms {
            composed.letter = notice.text_message(Texts::of(locale), to);
        }
        let id = EventId::from_uuid(code.uuid());
        self.enqueue(tx, id, (channel, cause), &composed, now).await
    }

    /// Removes the message with this code from the queue if it was not sent yet.
    pub(crate) async fn remove_queued(&self, tx: &Transaction, code: SentCodeId) -> Result<()> {
        mail::Entity::delete_by_id(code.uuid()).exec(tx).await?;
        Ok(())
    }

    /// The message is refused if too many messages were queued for the recipient within the last hour.
    async fn enqueue(
        &self,
        tx: &Transaction,
        id: EventId,
        (channel, cause): (Channel, Cause),
        composed: &Composed,
        now: Timestamp,
    ) -> Result<()> {
        self.check_recipient_limit(tx, channel, &composed.letter.to, cause, now)
            .await?;
        self.insert_message(tx, id, channel.code(), composed, now).await?;
        match channel {
            Channel::Email => tx.wakes(&self.mail_waits),
            Channel::Sms => tx.wakes(&self.sms_waits),
        }
        Ok(())
    }

    async fn insert_message(
        &self,
        tx: &Transaction,
        id: EventId,
        channel: &str,
        composed: &Composed,
        now: Timestamp,
    ) -> Result<()> {
        let content = serde_json::to_vec(&composed.letter).map_err(|_| Error::Corrupt("letter"))?;
        let row = mail::ActiveModel {
            id: Set(id.uuid()),
            sealed: Set(self.keys.seal(&context(id), &content)?),
            tries: Set(0),
            next_at: Set(now.micros()),
            until: Set(now.after(composed.life).micros()),
            channel: Set(channel.to_owned()),
        };
        mail::Entity::insert(row).exec_without_returning(tx).await?;
        Ok(())
    }
}

/// Treats a message over the limit as success: the response to the request that caused it must not change.
pub(crate) fn or_suppressed(outcome: Result<()>) -> Result<()> {
    match outcome {
        Err(Error::Refused(Refusal::TooManyMessages { .. })) => Ok(()),
        outcome => outcome,
    }
}

pub(crate) fn context(id: EventId) -> String {
    format!("mail:{id}")
}
