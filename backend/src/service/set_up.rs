//! Connecting an authenticator app: a pending secret that belongs to one session, and the code that proves it.

use super::{factors::Factors, progress, recovery_codes::new_recovery_codes, throttle};
use crate::{
    Error, Result, Stepwise,
    access::MaySetUp,
    db::transaction,
    entity::{account, factor},
    random,
};
use domain::{
    account::AccountKind,
    class::ClassState,
    code::Code,
    failure::SeatFailure,
    ids::{AccountId, FactorId},
    recovery::RecoveryCode,
    refusal::Refusal,
    session::SessionState,
    stage::Stage,
    time::Timestamp,
    totp::{self, Step, TotpSecret, Verdict},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use std::net::IpAddr;

/// A pending secret as its session sees it.
pub struct PendingSecret {
    pub login: String,
    pub kind: AccountKind,
    pub secret: TotpSecret,
    pub otpauth_uri: String,
    pub lesson_ends: Option<Timestamp>,
}

#[derive(Debug)]
pub struct Connected {
    pub session: SessionState,
    /// The account's, from now on.
    pub epoch: u32,
    /// Shown once; kept as keyed hashes.
    pub recovery_codes: Vec<RecoveryCode>,
    pub kind: AccountKind,
}

impl Stepwise {
    /// Serves this session its pending secret: the same one as long as the session asks, a new one to a new
    /// session. Being served it is stage 2. The session to keep is part of the answer when it changed.
    pub async fn open_set_up(
        &self,
        who: &MaySetUp,
        session: &SessionState,
    ) -> Result<(PendingSecret, Option<SessionState>)> {
        let now = self.now();
        let fresh = FactorId::new(now, random::bytes()?);
        let fresh_secret = TotpSecret::from_bytes(random::bytes()?);
        let (factor, secret, lesson_ends) = transaction!(self.db(), |tx| {
            let factors = Factors::of(tx, who.account()).await?;
            if factors.is_on() && !session.may_replace(now) {
                return Err(Refusal::AlreadyConnected.into());
            }
            let (served, secret) = match factors.pending(session.set_up()) {
                Some(known) => (FactorId::from_uuid(known.id), self.secret_of(known)?),
                None => {
                    self.insert_pending(tx, who.account(), &factors, (fresh, &fresh_secret), now)
                        .await?;
                    (fresh, fresh_secret.clone())
                }
            };
            let lesson_ends = opened(tx, who.account(), now).await?;
            Ok((served, secret, lesson_ends))
        })?;
        let otpauth_uri = totp::otpauth_uri(&self.settings().issuer, who.login(), &secret);
        let changed = (session.set_up() != Some(factor)).then(|| session.clone().set_up_opened(factor));
        Ok((
            PendingSecret {
                login: who.login().to_owned(),
                kind: who.kind(),
                secret,
                otpauth_uri,
                lesson_ends,
            },
            changed,
        ))
    }

    /// A correct code for the pending secret connects the authenticator: the factor is on, every other session
    /// of the account is over, ten recovery codes are handed out, and the code's time step is spent.
    pub async fn connect(
        &self,
        who: &MaySetUp,
        session: SessionState,
        typed: &str,
        from: Option<IpAddr>,
    ) -> Result<Connected> {
        let code = Code::parse(typed).map_err(Refusal::from)?;
        self.network_may_answer(from).await?;
        let now = self.now();
        let subject = throttle::Subject::code(&self.parts().macs, who.account());
        let codes = new_recovery_codes()?;
        let outcome = transaction!(self.db(), |tx| {
            let place = progress::place_of(tx, who.account()).await?;
            if let Some(place) = &place {
                place.class_state(now).allows(Stage::Connected)?;
            }
            let factors = Factors::of(tx, who.account()).await?;
            if factors.is_on() && !session.may_replace(now) {
                return Err(Refusal::AlreadyConnected.into());
            }
            let opened = factors.pending(session.set_up()).ok_or(Refusal::SetUpFirst)?;
            let (factor, secret) = (FactorId::from_uuid(opened.id), self.secret_of(opened)?);
            let attempt = throttle::count(tx, subject, now).await?;
            match totp::judge(&secret, &code, now, None) {
                Verdict::Fresh(step) => {
                    self.confirm(tx, who, factor, step, &codes, now).await?;
                    if let Some(place) = &place {
                        progress::reach(tx, place, Stage::Connected, now).await?;
                    }
                    attempt.was_right(tx).await?;
                    self.tell_of_factor(tx, who, factors.is_on(), now).await?;
                    Ok(Ok(()))
                }
                Verdict::Spent(_) | Verdict::Wrong => {
                    attempt.was_wrong(tx, now).await?;
                    let why = self.why_wrong(&factors, factor, &secret, &code, now)?;
                    if let Some(failure) = SeatFailure::of(&why) {
                        progress::fail(tx, who.account(), failure, attempt.tally.locked_until, now).await?;
                    }
                    Ok(Err(why))
                }
            }
        });
        self.after_answer(who.account(), from, &outcome).await?;
        outcome??;
        let epoch = who.identity.epoch + 1;
        Ok(Connected {
            session: session.factor_connected(epoch, now)?,
            epoch,
            recovery_codes: codes,
            kind: who.kind(),
        })
    }

    /// "Wrong" helps nobody: the code of a QR that was replaced, or of a phone whose clock is off, says so.
    fn why_wrong(
        &self,
        factors: &Factors,
        current: FactorId,
        secret: &TotpSecret,
        code: &Code,
        now: Timestamp,
    ) -> Result<Refusal> {
        if let Some(seconds) = totp::clock_offset(secret, code, now) {
            return Ok(Refusal::ClockOff { seconds });
        }
        for row in factors.replaced(current) {
            if totp::judge(&self.secret_of(row)?, code, now, None) != Verdict::Wrong {
                return Ok(Refusal::CodeOfOlderQr);
            }
        }
        Ok(Refusal::CodeWrong)
    }

    async fn confirm(
        &self,
        tx: &DatabaseTransaction,
        who: &MaySetUp,
        factor: FactorId,
        step: Step,
        codes: &[RecoveryCode],
        now: Timestamp,
    ) -> Result<()> {
        // One account, one winner: whoever raises the epoch this session knows connects its secret.
        let raised = account::Entity::update_many()
            .col_expr(account::Column::Epoch, Expr::col(account::Column::Epoch).add(1))
            .filter(account::Column::Id.eq(who.account().uuid()))
            .filter(account::Column::Epoch.eq(stored_epoch(who.identity.epoch)?))
            .exec(tx)
            .await?;
        if raised.rows_affected != 1 {
            return Err(Refusal::AlreadyConnected.into());
        }
        // Other browsers' secrets, and the old phone: it worked until now.
        factor::Entity::delete_many()
            .filter(factor::Column::AccountId.eq(who.account().uuid()))
            .filter(factor::Column::Id.ne(factor.uuid()))
            .exec(tx)
            .await?;
        factor::Entity::update_many()
            .col_expr(factor::Column::Confirmed, Expr::value(true))
            .col_expr(factor::Column::ConfirmedAt, Expr::value(now.micros()))
            .col_expr(factor::Column::LastStep, Expr::value(stored_step(step)?))
            .filter(factor::Column::Id.eq(factor.uuid()))
            .exec(tx)
            .await?;
        self.replace_recovery_codes(tx, who.account(), codes).await
    }
}

/// Stage 2, the first time. Later looks are allowed while the class is paused, and tell the teacher nothing.
async fn opened(tx: &impl ConnectionTrait, account: AccountId, now: Timestamp) -> Result<Option<Timestamp>> {
    let Some(place) = progress::place_of(tx, account).await? else {
        return Ok(None);
    };
    if !place.stages().is_reached(Stage::SetupOpened) {
        progress::reach(tx, &place, Stage::SetupOpened, now).await?;
    } else if place.class_state(now) == ClassState::Ended {
        return Err(Refusal::ClassEnded.into());
    }
    Ok(Some(Timestamp::from_micros(place.class.expires_at)))
}

fn stored_epoch(epoch: u32) -> Result<i32> {
    i32::try_from(epoch).map_err(|_| Error::Corrupt("epoch"))
}

pub(super) fn stored_step(step: Step) -> Result<i64> {
    i64::try_from(step.number()).map_err(|_| Error::Corrupt("step"))
}
