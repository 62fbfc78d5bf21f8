//! Codes by mail and SMS. A code is random, belongs to one attempt and is valid once; only the newest code of an
//! attempt is valid. These codes are independent of the codes of an authenticator app.

use super::{Factors, account_factors::AccountFactors};
use crate::{
    Error, Result,
    crypto::context,
    db::{Transaction, transaction},
    entity::{account, factor, message_code},
    limits::throttle,
    notify::compose::Notice,
    random,
};
use domain::{
    account::AccountKind,
    code::Code,
    factor::FactorKind,
    ids::{AccountId, FactorId, SentCodeId},
    recipient_limit::Cause,
    refusal::Refusal,
    sent_code::{self, CODE_LIFETIME, SentCode},
    time::{HOUR, Timestamp},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use subtle::{Choice, ConstantTimeEq};

/// A code to send, and its recipient.
pub(crate) struct Sending<'a> {
    pub account: &'a account::Model,
    pub factor: FactorId,
    pub by: FactorKind,
    pub to: &'a str,
    pub cause: Cause,
    /// The name of the browser that sent the request, for the mail to the owner.
    pub agent: &'a str,
    /// The previous code of this session, which is invalidated.
    pub before: Option<SentCode>,
}

impl Factors {
    /// Sends one code. If the previous code was sent too recently, the request is refused before a code is generated.
    pub(crate) async fn send_code(&self, tx: &Transaction, sending: &Sending<'_>, now: Timestamp) -> Result<SentCode> {
        let account = AccountId::from_uuid(sending.account.id);
        self.serialise_sends(tx, account, now).await?;
        sent_code::check_send_limit(&sent_lately(tx, account, sending.by, now).await?, now)?;
        let is_practice = sending.account.kind == AccountKind::Student.code();
        if sending.by == FactorKind::Sms && !is_practice {
            self.check_sms_limit(tx, now).await?;
        }
        if let Some(before) = sending.before {
            self.withdraw(tx, before, now).await?;
        }
        let id = SentCodeId::new(now, random::bytes()?);
        let code = Code::from_random(random::bytes()?);
        let sealed = match is_practice {
            true => Some(self.keys.seal(&context::message_code(id), code.as_str().as_bytes())?),
            false => None,
        };
        let row = message_code::ActiveModel {
            id: Set(id.uuid()),
            account_id: Set(account.uuid()),
            factor_id: Set(sending.factor.uuid()),
            kind: Set(sending.by.code().to_owned()),
            hash: Set(self.message_macs(id, &code)[0].to_vec()),
            sealed: Set(sealed),
            created_at: Set(now.micros()),
            used_at: Set(None),
        };
        message_code::Entity::insert(row).exec_without_returning(tx).await?;
        // Codes for students are not sent: the practice phone on the page shows them.
        if !is_practice {
            let notice = Notice::Code {
                code: code.as_str().to_owned(),
                agent: sending.agent.to_owned(),
            };
            self.notifications
                .queue_code(
                    tx,
                    sending.account,
                    (sending.by, sending.to, sending.cause),
                    &notice,
                    id,
                    now,
                )
                .await?;
        }
        Ok(SentCode {
            id,
            by: sending.by,
            at: now,
        })
    }

    /// Limits the text messages of the whole server, because an attacker with many accounts could otherwise cause high
    /// costs. The counter takes no lock, so parallel requests can exceed the limit slightly, which is acceptable.
    async fn check_sms_limit(&self, tx: &impl ConnectionTrait, now: Timestamp) -> Result<()> {
        let sent = message_code::Entity::find()
            .filter(message_code::Column::CreatedAt.gt(now.before(HOUR).micros()))
            .filter(message_code::Column::Kind.eq(FactorKind::Sms.code()))
            .filter(message_code::Column::Sealed.is_null())
            .count(tx)
            .await?;
        if sent < u64::from(self.settings.sms_per_hour) {
            return Ok(());
        }
        tracing::warn!("no more text messages within this hour: STEPWISE_SMS_PER_HOUR is reached");
        Err(Refusal::TooManyMessages { until: now.after(HOUR) }.into())
    }

    /// Serialises requests for codes of one account, so that only one of two requests at the same moment sends a code.
    async fn serialise_sends(&self, tx: &Transaction, account: AccountId, now: Timestamp) -> Result<()> {
        let macs = &self.macs;
        let [turn, about] =
            ["message-turn", "message-turn-about"].map(|purpose| macs.mac(purpose, &[account.uuid().as_bytes()]));
        throttle::serialise(tx, turn, about, now).await
    }

    /// Invalidates the code, and removes its message from the queue if it was not sent yet.
    pub(crate) async fn withdraw(&self, tx: &Transaction, asked: SentCode, now: Timestamp) -> Result<()> {
        use_up(tx, asked.id, now).await?;
        self.notifications.remove_queued(tx, asked.id).await
    }

    /// Checks the code that was sent to this session. Returns the factor that the code was sent to.
    pub(crate) async fn use_message_code(
        &self,
        tx: &impl ConnectionTrait,
        account: AccountId,
        asked: Option<SentCode>,
        code: &Code,
        now: Timestamp,
    ) -> Result<Result<factor::Model, Refusal>> {
        let Some(asked) = asked else {
            return Ok(Err(Refusal::CodeExpired));
        };
        let row = message_code::Entity::find_by_id(asked.id.uuid())
            .filter(message_code::Column::AccountId.eq(account.uuid()))
            .filter(message_code::Column::UsedAt.is_null())
            .filter(message_code::Column::CreatedAt.gt(now.before(CODE_LIFETIME).micros()))
            .one(tx)
            .await?;
        let Some(row) = row else {
            return Ok(Err(Refusal::CodeExpired));
        };
        let Some(factor) = factor::Entity::find_by_id(row.factor_id).one(tx).await? else {
            return Ok(Err(Refusal::CodeExpired));
        };
        let right = self
            .message_macs(asked.id, code)
            .iter()
            .fold(Choice::from(0), |right, mac| right | mac.ct_eq(row.hash.as_slice()));
        if !bool::from(right) {
            return Ok(Err(Refusal::CodeWrong));
        }
        // One statement marks the code as used: of two parallel requests, only one succeeds.
        Ok(match use_up(tx, asked.id, now).await? {
            true => Ok(factor),
            false => Err(Refusal::CodeExpired),
        })
    }

    /// Like `use_message_code`, but accepts only codes of connected factors.
    pub(crate) async fn use_sent_code(
        &self,
        tx: &impl ConnectionTrait,
        account: AccountId,
        asked: Option<SentCode>,
        code: &Code,
        now: Timestamp,
    ) -> Result<Result<(), Refusal>> {
        let judged = self.use_message_code(tx, account, asked, code, now).await?;
        Ok(judged.and_then(|factor| factor.confirmed.then_some(()).ok_or(Refusal::CodeExpired)))
    }

    /// Sends a code to the e-mail address or phone number of a connected factor.
    pub(crate) async fn send_for(
        &self,
        account: AccountId,
        by: FactorKind,
        before: Option<SentCode>,
        agent: &str,
    ) -> Result<SentCode> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            let row = crate::members::queries::account_of(tx, account).await?;
            let factors = AccountFactors::of(tx, account).await?;
            let factor = factors.confirmed(by).ok_or(Refusal::NotFound)?;
            let to = self.target_of(factor)?;
            let sending = Sending {
                account: &row,
                factor: FactorId::from_uuid(factor.id),
                by,
                to: &to,
                cause: Cause::Password,
                agent,
                before,
            };
            self.send_code(tx, &sending, now).await
        })
    }

    /// The possible stored hashes of a code, one for each key. New codes are stored with the first hash.
    fn message_macs(&self, id: SentCodeId, code: &Code) -> Vec<[u8; 32]> {
        self.macs
            .all("message-code", &[id.uuid().as_bytes(), code.as_str().as_bytes()])
    }

    /// The e-mail address or phone number to which the codes of a factor are sent.
    pub(crate) fn target_of(&self, row: &factor::Model) -> Result<String> {
        let plain = self
            .keys
            .open(&context::factor(FactorId::from_uuid(row.id)), &row.sealed)?;
        String::from_utf8(plain.to_vec()).map_err(|_| Error::Corrupt("target"))
    }
}

async fn use_up(tx: &impl ConnectionTrait, code: SentCodeId, now: Timestamp) -> Result<bool> {
    let used = message_code::Entity::update_many()
        .col_expr(message_code::Column::UsedAt, Expr::value(now.micros()))
        .filter(message_code::Column::Id.eq(code.uuid()))
        .filter(message_code::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(used.rows_affected == 1)
}

async fn sent_lately(
    tx: &impl ConnectionTrait,
    account: AccountId,
    by: FactorKind,
    now: Timestamp,
) -> Result<Vec<Timestamp>> {
    let sent: Vec<i64> = message_code::Entity::find()
        .select_only()
        .column(message_code::Column::CreatedAt)
        .filter(message_code::Column::AccountId.eq(account.uuid()))
        .filter(message_code::Column::CreatedAt.gt(now.before(HOUR).micros()))
        .filter(message_code::Column::Kind.eq(by.code()))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(sent.into_iter().map(Timestamp::from_micros).collect())
}
