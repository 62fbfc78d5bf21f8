//! Connects mail and SMS as second factors, with a code that is sent to the e-mail address or phone number.

use super::{SetUp, authenticator::Connected};
use crate::{
    Result,
    access::MaySetUp,
    auth::attempts::{Answer, Guess},
    db::{Transaction, transaction},
    entity::factor,
    factors::{
        account_factors::AccountFactors, message_codes::Sending, offered_factors::shown,
        recovery_codes::new_recovery_codes, resend_cooldown,
    },
    members::{
        queries::{account_of, lock_under_epoch},
        sessions::epoch::{Event, start_new_epoch},
    },
    notify::compose::Notice,
    operations::audit,
    random,
    students::progress::{self, StudentSeat},
};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    code::Code,
    factor::FactorKind,
    ids::FactorId,
    recipient_limit::Cause,
    recovery_code::RecoveryCode,
    refusal::Refusal,
    sent_code::{self, PhoneNumber},
    session::{Identity, SessionState},
    stage::Stage,
    time::Timestamp,
    view::MessageSetUpView,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use std::net::IpAddr;

impl SetUp {
    pub async fn message_set_up(
        &self,
        who: &MaySetUp,
        session: &SessionState,
        by: FactorKind,
    ) -> Result<MessageSetUpView> {
        let now = self.clock.now();
        let db = &self.db.read;
        let place = progress::seat_of(db, &who.identity, who.seat.as_ref()).await?;
        let factors = AccountFactors::of(db, who.account()).await?;
        self.may_connect(who, session, by, place.as_deref(), &factors, now)?;
        let sent = session.sent_code().filter(|asked| asked.by == by);
        let pending = factors.pending_message(by).filter(|_| sent.is_some());
        let account = account_of(db, who.account()).await?;
        let paused = resend_cooldown::cooldowns(db, who.account(), now).await?;
        let target = match (pending, by) {
            (Some(pending), _) => Some(self.factors.target_of(pending)?),
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
            resend_at: resend_cooldown::resend_at(&paused, by),
        })
    }

    /// Sends a code to connect a factor: to the member's confirmed e-mail address, or to a phone number. If `number` is
    /// `None`, the code is sent to the pending number.
    pub async fn send_set_up_code(
        &self,
        who: &MaySetUp,
        session: SessionState,
        (by, number): (FactorKind, Option<&str>),
        agent: &str,
    ) -> Result<SessionState> {
        let now = self.clock.now();
        let number = match number {
            Some(typed) if by == FactorKind::Sms => Some(PhoneNumber::parse(typed).ok_or(Refusal::NumberUnfit)?),
            _ => None,
        };
        let fresh = FactorId::new(now, random::bytes()?);
        let asked = transaction!(&self.db, |tx| {
            lock_under_epoch(tx, &who.identity, now).await?;
            let place = progress::seat_of(tx, &who.identity, who.seat.as_ref()).await?;
            let factors = AccountFactors::of(tx, who.account()).await?;
            self.may_connect(who, &session, by, place.as_deref(), &factors, now)?;
            let account = account_of(tx, who.account()).await?;
            let to = match (&number, by) {
                _ if who.kind() == AccountKind::Student => sent_code::practice_target(by, who.login()),
                (Some(number), _) => number.as_str().to_owned(),
                (None, FactorKind::Email) => account.email.clone().ok_or(Refusal::EmailFirst)?,
                (None, _) => self
                    .factors
                    .target_of(factors.pending_message(by).ok_or(Refusal::NumberUnfit)?)?,
            };
            if let Some(old) = factors.pending_message(by) {
                factor::Entity::delete_by_id(old.id)
                    .filter(factor::Column::Confirmed.eq(false))
                    .exec(tx)
                    .await?;
            }
            self.factors
                .insert_target(tx, who.account(), (fresh, by), &to, now)
                .await?;
            let sending = Sending {
                account: &account,
                factor: fresh,
                by,
                to: &to,
                // The phone number is not proved yet: it can belong to another person, so the lower limit applies.
                cause: match by {
                    FactorKind::Sms => Cause::Address,
                    _ => Cause::Password,
                },
                agent,
                before: session.sent_code(),
            };
            self.factors.send_code(tx, &sending, now).await
        })?;
        Ok(session.code_sent(asked))
    }

    /// Connects the factor with the code that was sent to it. The other sessions of the account end.
    pub async fn connect_message(
        &self,
        who: &MaySetUp,
        session: SessionState,
        typed: &str,
        from: Option<IpAddr>,
    ) -> Result<Connected> {
        let by = session.sent_code().ok_or(Refusal::CodeExpired)?.by;
        let recovery_codes = new_recovery_codes()?;
        let guess = ProvesAddress {
            set_up: self,
            who,
            session: &session,
            by,
            code: Code::parse(typed).map_err(Refusal::from)?,
            from,
            recovery_codes: &recovery_codes,
        };
        let (epoch, is_first) = self.auth.attempt(&guess).await?;
        Ok(Connected {
            session: session.factor_connected(epoch, self.clock.now())?,
            epoch,
            recovery_codes: if is_first { recovery_codes } else { Vec::new() },
            kind: who.kind(),
        })
    }

    /// Returns the new epoch of the account, and whether this is its first factor.
    async fn confirm_message(
        &self,
        tx: &Transaction,
        who: &MaySetUp,
        factors: &AccountFactors,
        proved: &factor::Model,
        now: Timestamp,
    ) -> Result<(u32, bool)> {
        let kind = AccountFactors::kind_of(proved)?;
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
            self.notifications
                .notify(tx, who.account(), Notice::MessagesConnected, now)
                .await?;
        }
        Ok((epoch, !factors.is_on()))
    }

    fn may_connect(
        &self,
        who: &MaySetUp,
        session: &SessionState,
        by: FactorKind,
        place: Option<&StudentSeat>,
        factors: &AccountFactors,
        now: Timestamp,
    ) -> Result<()> {
        let offered = self.factors.offered_to(who.kind(), place);
        let offered = offered.allowed_to(who.role(), self.settings.admin_factors);
        if !by.is_message() || !offered.has(by) {
            return Err(Refusal::NotFound.into());
        }
        if let Some(place) = place {
            place.class_state(now).allows(Stage::SignedIn2fa)?;
        }
        let may = match who.kind() {
            // In the students' exercise the phone number is invented, and each kind of factor is connected once.
            AccountKind::Student => factors.is_on() && factors.confirmed(by).is_none(),
            AccountKind::Member => !factors.is_on() || session.may_replace(now),
        };
        Ok(may.then_some(()).ok_or(Refusal::AlreadyConnected)?)
    }
}

struct ProvesAddress<'a> {
    set_up: &'a SetUp,
    who: &'a MaySetUp,
    session: &'a SessionState,
    by: FactorKind,
    code: Code,
    from: Option<IpAddr>,
    recovery_codes: &'a [RecoveryCode],
}

impl Guess for ProvesAddress<'_> {
    type Context = AccountFactors;
    type Proof = factor::Model;
    /// The new epoch of the account, and whether this is its first factor.
    type Accepted = (u32, bool);

    const IS_AUDITED: bool = false;

    fn identity(&self) -> &Identity {
        &self.who.identity
    }

    fn from(&self) -> Option<IpAddr> {
        self.from
    }

    async fn prepare(&self, tx: &Transaction, factors: AccountFactors, now: Timestamp) -> Result<AccountFactors> {
        let place = progress::seat_of(tx, &self.who.identity, self.who.seat.as_ref()).await?;
        self.set_up
            .may_connect(self.who, self.session, self.by, place.as_deref(), &factors, now)?;
        Ok(factors)
    }

    async fn check(&self, tx: &Transaction, _: &AccountFactors, now: Timestamp) -> Result<Answer<factor::Model>> {
        let factors = &self.set_up.factors;
        let asked = self.session.sent_code();
        let checked = factors
            .use_message_code(tx, self.who.account(), asked, &self.code, now)
            .await?;
        Ok(match checked {
            // The code was sent to a factor that is already connected.
            Ok(proved) if proved.confirmed => Answer::NotAGuess(Refusal::CodeExpired),
            checked => Answer::of(checked),
        })
    }

    async fn accept(
        &self,
        tx: &Transaction,
        factors: &AccountFactors,
        proved: factor::Model,
        now: Timestamp,
    ) -> Result<(u32, bool)> {
        let connected = self.set_up.confirm_message(tx, self.who, factors, &proved, now).await?;
        if !factors.is_on() {
            let codes = self.recovery_codes;
            self.set_up
                .factors
                .replace_recovery_codes(tx, self.who.account(), codes)
                .await?;
        }
        Ok(connected)
    }
}
