//! The second factor at sign-in: a code that was never accepted before.

use super::{
    audit,
    factors::Factors,
    practice,
    progress::{self, Place},
    set_up::stored_step,
    throttle,
};
use crate::{
    Error, Result, Stepwise,
    access::PendingSignIn,
    count,
    db::{Tx, transaction},
    entity::factor,
};
use domain::{
    audit::AuditKind,
    class::ClassState,
    code::Code,
    factor::FactorKind,
    failure::SeatFailure,
    ids::AccountId,
    refusal::Refusal,
    session::SessionState,
    stage::Stage,
    time::Timestamp,
    totp::{self, Step, Verdict},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use std::net::IpAddr;

/// What a right code is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proves<'a> {
    /// In a browser that the account was not used in before, in words its owner knows it by; nothing in any other.
    SignIn { new_device: Option<&'a str> },
    /// Nobody signs in by it, and no stage is earned.
    Presence,
}

impl Stepwise {
    /// A code that was not accepted before completes the sign-in: of the app, or the one that was sent to this session. For
    /// a student it is stage 4, or the exercise. `new_device` describes a browser in which the account was not used before.
    pub async fn prove_code(
        &self,
        who: &PendingSignIn,
        session: SessionState,
        (by, typed): (FactorKind, &str),
        from: Option<IpAddr>,
        new_device: Option<&str>,
    ) -> Result<SessionState> {
        let proves = Proves::SignIn { new_device };
        self.judge_answer(who, (by, typed), from, proves).await?;
        let now = self.now();
        Ok(match by.suffices_for(who.role) {
            true => session.factor_proved(now)?,
            false => session.app_owed(now)?,
        })
    }

    /// Counts, judges and spends a code of a client that has just given the right password. Its account is throttled, not
    /// its network.
    pub(super) async fn judge_answer(
        &self,
        who: &PendingSignIn,
        (by, typed): (FactorKind, &str),
        from: Option<IpAddr>,
        proves: Proves<'_>,
    ) -> Result<()> {
        let code = Code::parse(typed).map_err(Refusal::from)?;
        let now = self.now();
        let account = who.identity.account;
        let subject = throttle::Subject::code(&self.parts().macs, account);
        let outcome = transaction!(self.db(), |tx| {
            let place = lasting_place(tx, account, now).await?;
            if !self.accepted_from(tx, who, place.as_ref()).await?.has(by) {
                let refusal = match by.suffices_for(who.role) {
                    true => Refusal::CodeExpired,
                    false => Refusal::AppNeeded,
                };
                return Err(refusal.into());
            }
            let attempt = throttle::count(tx, subject, now).await?;
            let judged = match by {
                FactorKind::Totp => self.judge_code(tx, account, &code, now).await?,
                _ => self.judge_sent(tx, account, who.asked, &code, now).await?,
            };
            match judged {
                Ok(()) => {
                    attempt.was_right(tx).await?;
                    let Proves::SignIn { new_device } = proves else {
                        return Ok(Ok(()));
                    };
                    let audited = match by {
                        FactorKind::Totp => AuditKind::SignedIn,
                        _ => AuditKind::SignedInByMessage,
                    };
                    audit::of_member(tx, &who.identity, audited, now).await?;
                    if let Some(agent) = new_device {
                        self.tell_of_new_device(tx, &who.identity, agent, now).await?;
                    }
                    if let Some(place) = place
                        && place.class_state(now).allows(Stage::SignedIn2fa).is_ok()
                    {
                        match by {
                            FactorKind::Totp => drop(progress::reach(tx, &place, Stage::SignedIn2fa, now).await?),
                            _ => practice::signed_in_by_message(tx, &place, now).await?,
                        }
                    }
                    Ok(Ok(()))
                }
                // A right code that came twice is no guess, nor is one that is dead whatever it says: the count is
                // given back with the transaction.
                Err(spent @ (Refusal::CodeUsed { .. } | Refusal::CodeExpired | Refusal::OtherWay { .. })) => {
                    Err(spent.into())
                }
                Err(wrong) => {
                    attempt.was_wrong(tx, now).await?;
                    progress::fail(tx, account, SeatFailure::WrongCode, attempt.tally.locked_until, now).await?;
                    audit::of_member(tx, &who.identity, AuditKind::WrongCode, now).await?;
                    Ok(Err(wrong))
                }
            }
        });
        self.after_answer(account, from, &outcome).await?;
        Ok(outcome??)
    }

    /// A code of the authenticator that is on, accepted once: of a time step later than any before.
    pub(super) async fn judge_code(
        &self,
        tx: &Tx,
        account: AccountId,
        code: &Code,
        now: Timestamp,
    ) -> Result<Result<(), Refusal>> {
        let factors = Factors::of(tx, account).await?;
        let Some(row) = factors.confirmed(FactorKind::Totp) else {
            return match factors.is_on() {
                // She has taken the app off, or never had one.
                true => Ok(Err(self.other_way(&factors))),
                // Reset by the teacher meanwhile: the password leads on from the start.
                false => Err(Refusal::SignInFirst.into()),
            };
        };
        let last = row.last_step.and_then(|step| u64::try_from(step).ok());
        let last = last.map(Step::from_number);
        Ok(match totp::judge(&self.secret_of(row)?, code, now, last) {
            // The store decides, in one statement: parallel requests with one code have one winner.
            Verdict::Fresh(step) if spend(tx, row, step).await? => Ok(()),
            Verdict::Fresh(step) => Err(used(step, now)),
            Verdict::Spent(step) => Err(used(step.max(last.unwrap_or(step)), now)),
            Verdict::Wrong => Err(Refusal::CodeWrong),
        })
    }

    /// What a wrong answer leaves behind outside of its transaction.
    pub(super) async fn after_answer(
        &self,
        account: AccountId,
        from: Option<IpAddr>,
        outcome: &Result<Result<(), Refusal>>,
    ) -> Result<()> {
        count::sign_in("code", outcome, |judged| judged.is_ok());
        if matches!(outcome, Ok(Err(_))) {
            self.network_was_wrong(from).await?;
        }
        self.tell_teacher_of_lock(account, outcome).await;
        Ok(())
    }

    /// Somebody who tries on while locked has left no trace in the transaction that refused her; the board
    /// still says why she waits. The failure itself was written when the lock fell.
    async fn tell_teacher_of_lock(&self, account: AccountId, outcome: &Result<Result<(), Refusal>>) {
        let Err(Error::Refused(refusal)) = outcome else { return };
        let (Some(why), until) = (
            SeatFailure::of(refusal),
            match refusal {
                Refusal::Locked { until } => Some(*until),
                _ => None,
            },
        ) else {
            return;
        };
        let now = self.now();
        let told = transaction!(self.db(), |tx| progress::fail(tx, account, why, until, now).await);
        if let Err(error) = told {
            tracing::warn!(%error, "a refused code did not reach the board");
        }
    }
}

/// Where a student sits, in a class that is not over: after its end nobody comes in.
pub(super) async fn lasting_place(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: Timestamp,
) -> Result<Option<Place>> {
    let place = progress::place_of(db, account).await?;
    if place.as_ref().map(|place| place.class_state(now)) == Some(ClassState::Ended) {
        return Err(Refusal::ClassEnded.into());
    }
    Ok(place)
}

async fn spend(tx: &impl ConnectionTrait, row: &factor::Model, step: Step) -> Result<bool> {
    let step = stored_step(step)?;
    let spent = factor::Entity::update_many()
        .col_expr(factor::Column::LastStep, Expr::value(step))
        .filter(factor::Column::Id.eq(row.id))
        .filter(factor::Column::LastStep.is_null().or(factor::Column::LastStep.lt(step)))
        .exec(tx)
        .await?;
    Ok(spent.rows_affected == 1)
}

/// Used already; the phone shows a later one when the step of the last accepted code is over.
fn used(last: Step, now: Timestamp) -> Refusal {
    Refusal::CodeUsed {
        next_at: now.after(last.until_next(now)),
    }
}
