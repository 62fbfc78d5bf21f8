//! The queue of mails: written with what they tell of, sent by whoever comes first, tried again until they are
//! worth nothing.

pub use crate::mail::Notice;

use super::account_rows::account_of;
use crate::{
    Error, Result, Stepwise,
    entity::{account, mail},
    mail::{Composed, Letter, Post, PostError},
    random,
};
use domain::{
    factor::FactorKind,
    ids::{AccountId, EventId, MessageId},
    locale::Locale,
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use std::time::Duration;
use texts::Texts;

/// Letters of one round.
const AT_ONCE: u64 = 20;
/// As long as whoever has taken a letter may need to send it; longer than the longest patience with a server.
const TAKEN_FOR: Duration = Duration::from_secs(120);
const PAUSES_IN_SECONDS: [u64; 7] = [10, 30, 60, 300, 900, 1800, 3600];

/// What became of the letters that were due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    pub sent: usize,
    pub later: usize,
    /// Refused for good, or too old.
    pub dropped: usize,
}

/// By which way a letter leaves.
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

impl Stepwise {
    /// Tells a member by her confirmed address; without one there is nobody to tell.
    pub(super) async fn notify(
        &self,
        tx: &impl ConnectionTrait,
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

    pub(super) async fn queue(
        &self,
        tx: &impl ConnectionTrait,
        account: &account::Model,
        to: &str,
        notice: &Notice,
        now: Timestamp,
    ) -> Result<()> {
        self.queue_about(tx, account, account, to, notice, now).await
    }

    /// About one account, to somebody else, in the reader's language.
    pub(super) async fn queue_about(
        &self,
        tx: &impl ConnectionTrait,
        about: &account::Model,
        reader: &account::Model,
        to: &str,
        notice: &Notice,
        now: Timestamp,
    ) -> Result<()> {
        let locale = reader.locale.as_deref().and_then(Locale::from_tag).unwrap_or_default();
        let composed = notice.compose(Texts::of(locale), &self.settings().address, to, &about.username);
        let id = EventId::new(now, random::bytes()?);
        self.enqueue(tx, id, Channel::Email, &composed, now).await
    }

    /// A code, by mail or as a short text. Its letter has its name, so that it can be called back.
    pub(super) async fn queue_code(
        &self,
        tx: &impl ConnectionTrait,
        account: &account::Model,
        (by, to): (FactorKind, &str),
        notice: &Notice,
        code: MessageId,
        now: Timestamp,
    ) -> Result<()> {
        let locale = account.locale.as_deref().and_then(Locale::from_tag).unwrap_or_default();
        let mut composed = notice.compose(Texts::of(locale), &self.settings().address, to, &account.username);
        let channel = match by {
            FactorKind::Sms => Channel::Sms,
            _ => Channel::Email,
        };
        if channel == Channel::Sms {
            composed.letter = notice.text_message(Texts::of(locale), to);
        }
        self.enqueue(tx, EventId::from_uuid(code.uuid()), channel, &composed, now)
            .await
    }

    /// What has not left yet stays here.
    pub(super) async fn forget_letter(&self, tx: &impl ConnectionTrait, code: MessageId) -> Result<()> {
        mail::Entity::delete_by_id(code.uuid()).exec(tx).await?;
        Ok(())
    }

    async fn enqueue(
        &self,
        tx: &impl ConnectionTrait,
        id: EventId,
        channel: Channel,
        composed: &Composed,
        now: Timestamp,
    ) -> Result<()> {
        let content = serde_json::to_vec(&composed.letter).map_err(|_| Error::Corrupt("letter"))?;
        let row = mail::ActiveModel {
            id: Set(id.uuid()),
            sealed: Set(self.parts().keys.seal(&context(id), &content)?),
            tries: Set(0),
            next_at: Set(now.micros()),
            until: Set(now.after(composed.life).micros()),
            channel: Set(channel.code().to_owned()),
        };
        mail::Entity::insert(row).exec_without_returning(tx).await?;
        match channel {
            Channel::Email => self.parts().mail_waits.notify_one(),
            Channel::Sms => self.parts().sms_waits.notify_one(),
        }
        Ok(())
    }

    /// Waits until there may be something to send: a letter was written here, or one written elsewhere or put off
    /// may be due.
    pub async fn letter_waits(&self, channel: Channel, at_most: Duration) {
        let waits = match channel {
            Channel::Email => &self.parts().mail_waits,
            Channel::Sms => &self.parts().sms_waits,
        };
        let _ = tokio::time::timeout(at_most, waits.notified()).await;
    }

    /// Sends what is due. Safe on every replica: each letter is taken by one statement before it is sent.
    /// Each channel by itself: a gateway that hangs holds up no mail.
    pub async fn deliver(&self, channel: Channel, post: &dyn Post) -> Result<Delivered> {
        let mut delivered = Delivered::default();
        let due = mail::Entity::find()
            .filter(mail::Column::Channel.eq(channel.code()))
            .filter(mail::Column::NextAt.lte(self.now().micros()))
            .order_by_asc(mail::Column::NextAt)
            .limit(AT_ONCE)
            .all(&self.db().read)
            .await?;
        for row in due {
            let now = self.now();
            if !self.take(&row, now).await? {
                continue;
            }
            if row.until <= now.micros() {
                tracing::warn!("a mail could not be sent in time and was given up");
                self.forget(&row).await?;
                delivered.dropped += 1;
                continue;
            }
            match post.send(&self.open_letter(&row)?).await {
                Ok(()) => {
                    self.forget(&row).await?;
                    delivered.sent += 1;
                }
                Err(PostError::Refused) => {
                    tracing::warn!("a mail was refused for good");
                    self.forget(&row).await?;
                    delivered.dropped += 1;
                }
                Err(PostError::NotNow(why)) => {
                    tracing::warn!(%why, tries = row.tries + 1, "a mail did not leave; it is tried again");
                    self.put_off(&row, self.now()).await?;
                    delivered.later += 1;
                    // The others would fare no better now.
                    break;
                }
            }
        }
        Ok(delivered)
    }

    async fn take(&self, row: &mail::Model, now: Timestamp) -> Result<bool> {
        let taken = mail::Entity::update_many()
            .col_expr(mail::Column::NextAt, Expr::value(now.after(TAKEN_FOR).micros()))
            .col_expr(mail::Column::Tries, Expr::value(row.tries.saturating_add(1)))
            .filter(mail::Column::Id.eq(row.id))
            .filter(mail::Column::NextAt.eq(row.next_at))
            .exec(self.db().statement())
            .await?;
        Ok(taken.rows_affected == 1)
    }

    async fn put_off(&self, row: &mail::Model, now: Timestamp) -> Result<()> {
        let step = usize::try_from(row.tries).unwrap_or(0).min(PAUSES_IN_SECONDS.len() - 1);
        let next = now.after(Duration::from_secs(PAUSES_IN_SECONDS[step]));
        mail::Entity::update_many()
            .col_expr(mail::Column::NextAt, Expr::value(next.micros()))
            .filter(mail::Column::Id.eq(row.id))
            .exec(self.db().statement())
            .await?;
        Ok(())
    }

    async fn forget(&self, row: &mail::Model) -> Result<()> {
        mail::Entity::delete_by_id(row.id).exec(self.db().statement()).await?;
        Ok(())
    }

    fn open_letter(&self, row: &mail::Model) -> Result<Letter> {
        let content = self
            .parts()
            .keys
            .open(&context(EventId::from_uuid(row.id)), &row.sealed)?;
        serde_json::from_slice(&content).map_err(|_| Error::Corrupt("letter"))
    }
}

pub(super) fn context(id: EventId) -> String {
    format!("mail:{id}")
}
