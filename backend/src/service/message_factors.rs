//! Connects mail and SMS as second factors, by a code that was sent to the address or number.

use super::{
    account_rows::account_of,
    audit,
    epoch::{Event, start_new_epoch},
    factors::Factors,
    letters::Notice,
    message_codes::Sending,
    pauses,
    progress::{self, Place},
    recovery_codes::new_recovery_codes,
    set_up::Connected,
    throttle,
};
use crate::{
    Result, Stepwise,
    access::MaySetUp,
    db::{Tx, transaction},
    entity::factor,
    random,
};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    code::Code,
    factor::{FactorKind, OfferedFactors},
    ids::FactorId,
    recipient_limit::Cause,
    refusal::Refusal,
    sent_code::{self, PhoneNumber},
    session::SessionState,
    stage::Stage,
    time::Timestamp,
    view::MessageSetUpView,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use std::net::IpAddr;

impl Stepwise {
    /// The message factors that may be used besides the app: members have those that the operator offers, students
    /// those that their teacher has switched on, once they have learned the app.
    pub(super) fn offered_to(&self, kind: AccountKind, place: Option<&Place>) -> OfferedFactors {
        match (kind, place) {
            (AccountKind::Member, _) => self.settings().offered,
            (AccountKind::Student, Some(place)) => {
                let practises = place.messages && place.stages().is_reached(Stage::SignedIn2fa);
                OfferedFactors {
                    email: practises,
                    sms: practises,
                }
            }
            (AccountKind::Student, None) => OfferedFactors::default(),
        }
    }

    pub async fn message_set_up(
        &self,
        who: &MaySetUp,
        session: &SessionState,
        by: FactorKind,
    ) -> Result<MessageSetUpView> {
        let now = self.now();
        let db = &self.db().read;
        let place = progress::place_of(db, who.account()).await?;
        let factors = Factors::of(db, who.account()).await?;
        self.may_connect(who, session, by, place.as_ref(), &factors, now)?;
        let sent = session.sent_code().filter(|asked| asked.by == by);
        let pending = factors.pending_message(by).filter(|_| sent.is_some());
        let account = account_of(db, who.account()).await?;
        let paused = pauses::pauses(db, who.account(), now).await?;
        let target = match (pending, by) {
            (Some(pending), _) => Some(self.target_of(pending)?),
            (None, _) if who.kind() == AccountKind::Student => Some(sent_code::practice_target(by, who.login())),
            (None, FactorKind::Email) => account.email.clone(),
            (None, _) => None,
        };
        Ok(MessageSetUpView {
            login: who.login().to_owned(),
            kind: who.kind(),
            by,
            email_first: by == FactorKind::Email && target.is_none(),
            target: target.map(|to| shown(who.kind(), by, &to)),
            sent: sent.map(Into::into),
            now,
            unconfirmed_email: account.unconfirmed_email,
            is_first: !factors.is_on(),
            resend_at: pauses::resend_at(&paused, by),
        })
    }

    /// Sends a code to connect a factor: to the member's confirmed address, or to a number. Without a number, the code
    /// goes to the last one given.
    pub async fn send_set_up_code(
        &self,
        who: &MaySetUp,
        session: SessionState,
        (by, number): (FactorKind, Option<&str>),
        agent: &str,
    ) -> Result<SessionState> {
        let now = self.now();
        let number = match number {
            Some(typed) if by == FactorKind::Sms => Some(PhoneNumber::parse(typed).ok_or(Refusal::NumberUnfit)?),
            _ => None,
        };
        let fresh = FactorId::new(now, random::bytes()?);
        let asked = transaction!(self.db(), |tx| {
            let place = progress::place_of(tx, who.account()).await?;
            let factors = Factors::of(tx, who.account()).await?;
            self.may_connect(who, &session, by, place.as_ref(), &factors, now)?;
            let account = account_of(tx, who.account()).await?;
            let to = match (&number, by) {
                _ if who.kind() == AccountKind::Student => sent_code::practice_target(by, who.login()),
                (Some(number), _) => number.as_str().to_owned(),
                (None, FactorKind::Email) => account.email.clone().ok_or(Refusal::EmailFirst)?,
                (None, _) => self.target_of(factors.pending_message(by).ok_or(Refusal::NumberUnfit)?)?,
            };
            if let Some(old) = factors.pending_message(by) {
                factor::Entity::delete_by_id(old.id).exec(tx).await?;
            }
            self.insert_target(tx, who.account(), (fresh, by), &to, now).await?;
            let sending = Sending {
                account: &account,
                factor: fresh,
                by,
                to: &to,
                // The number is not proved yet: it may belong to another person.
                cause: match by {
                    FactorKind::Sms => Cause::Address,
                    _ => Cause::Password,
                },
                agent,
                before: session.sent_code(),
            };
            self.send_code(tx, &sending, now).await
        })?;
        Ok(session.code_sent(asked))
    }

    /// Connects the factor with the code that was sent there. The account's other sessions end.
    pub async fn connect_message(
        &self,
        who: &MaySetUp,
        session: SessionState,
        typed: &str,
        from: Option<IpAddr>,
    ) -> Result<Connected> {
        let code = Code::parse(typed).map_err(Refusal::from)?;
        let now = self.now();
        let subject = throttle::Subject::code(&self.parts().macs, who.account());
        let by = session.sent_code().ok_or(Refusal::CodeExpired)?.by;
        let codes = new_recovery_codes()?;
        let mut connected = None;
        let outcome = transaction!(self.db(), |tx| {
            let place = progress::place_of(tx, who.account()).await?;
            let factors = Factors::of(tx, who.account()).await?;
            self.may_connect(who, &session, by, place.as_ref(), &factors, now)?;
            let attempt = throttle::count(tx, subject, now).await?;
            match self
                .judge_message(tx, who.account(), session.sent_code(), &code, now)
                .await?
            {
                Ok(proved) if !proved.confirmed => {
                    attempt.was_right(tx).await?;
                    connected = Some(self.confirm_message(tx, who, &factors, &proved, now).await?);
                    if !factors.is_on() {
                        self.replace_recovery_codes(tx, who.account(), &codes).await?;
                    }
                    Ok(Ok(()))
                }
                // Not a guess: the code is invalid, or was sent for another factor.
                Ok(_) | Err(Refusal::CodeExpired) => Err(Refusal::CodeExpired.into()),
                Err(why) => {
                    attempt.was_wrong(tx, now).await?;
                    Ok(Err(why))
                }
            }
        });
        self.after_answer(who.account(), from, &outcome).await?;
        outcome??;
        let (epoch, is_first) = connected.ok_or(Refusal::CodeExpired)?;
        Ok(Connected {
            session: session.factor_connected(epoch, now)?,
            epoch,
            recovery_codes: if is_first { codes } else { Vec::new() },
            kind: who.kind(),
        })
    }

    /// Returns the account's new epoch, and whether this is the account's first factor.
    async fn confirm_message(
        &self,
        tx: &Tx,
        who: &MaySetUp,
        factors: &Factors,
        proved: &factor::Model,
        now: Timestamp,
    ) -> Result<(u32, bool)> {
        let kind = Factors::kind_of(proved)?;
        let event = Event::FactorConnected {
            proved: FactorId::from_uuid(proved.id),
            kind,
            is_enrolled: who.is_enrolled,
        };
        let epoch = start_new_epoch(tx, &who.identity, event, now).await?;
        let epoch = epoch.ok_or(Refusal::AlreadyConnected)?;
        factor::Entity::update_many()
            .col_expr(factor::Column::Confirmed, Expr::value(true))
            .col_expr(factor::Column::ConfirmedAt, Expr::value(now.micros()))
            .col_expr(factor::Column::Position, Expr::value(factors.position_for(kind)))
            .filter(factor::Column::Id.eq(proved.id))
            .exec(tx)
            .await?;
        if who.kind() == AccountKind::Member {
            let audited = match kind {
                FactorKind::Sms => AuditKind::SmsCodesConnected,
                _ => AuditKind::EmailCodesConnected,
            };
            audit::record(tx, who.account(), audited, now).await?;
            self.notify(tx, who.account(), Notice::MessagesConnected, now).await?;
        }
        Ok((epoch, !factors.is_on()))
    }

    fn may_connect(
        &self,
        who: &MaySetUp,
        session: &SessionState,
        by: FactorKind,
        place: Option<&Place>,
        factors: &Factors,
        now: Timestamp,
    ) -> Result<()> {
        let offered = self.offered_to(who.kind(), place).allowed_to(who.role());
        if !by.is_message() || !offered.has(by) {
            return Err(Refusal::NotFound.into());
        }
        if let Some(place) = place {
            place.class_state(now).allows(Stage::SignedIn2fa)?;
        }
        let may = match who.kind() {
            // The exercise of a student: the number is invented, and connected once.
            AccountKind::Student => factors.is_on() && factors.confirmed(by).is_none(),
            AccountKind::Member => !factors.is_on() || session.may_replace(now),
        };
        Ok(may.then_some(()).ok_or(Refusal::AlreadyConnected)?)
    }
}

/// The target as pages show it. A practice number belongs to no person, so it is not masked: a student types nothing.
pub(super) fn shown(kind: AccountKind, by: FactorKind, to: &str) -> String {
    match kind {
        AccountKind::Student => to.to_owned(),
        AccountKind::Member => sent_code::mask_recipient(by, to),
    }
}
