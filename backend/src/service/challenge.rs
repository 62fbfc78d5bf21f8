//! Checks the second factor at sign-in: a code that was never accepted before.

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
    ids::AccountId,
    refusal::Refusal,
    seat_failure::SeatFailure,
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

/// What a right code is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proves<'a> {
    /// A sign-in. `new_device` describes a browser in which the account was not used before; it is `None` in any other.
    SignIn { new_device: Option<&'a str> },
    /// Confirms that the user is present. It does not sign in, and no stage is reached.
    Presence,
}

impl Stepwise {
    /// Completes the sign-in with a code that was not accepted before: of the app, or the one that was sent to this
    /// session. A student reaches stage 4, or the exercise. `new_device` describes a browser in which the account was
    /// not used before.
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
            true => session.factor_verified(now)?,
            false => session.app_required(now)?,
        })
    }

    /// Counts, checks and uses up a code of a client that has just given the right password. The account is throttled,
    /// not the network.
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
                // A right code that came twice is no guess, nor is a code that cannot be valid any more. The count is
                // given back with the transaction.
                Err(spent @ (Refusal::CodeUsed { .. } | Refusal::CodeExpired | Refusal::OtherFactor { .. })) => {
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

    /// Checks a code of the connected authenticator. It is accepted once, and only for a later time step than any
    /// before.
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
                // The member has removed the app, or never had one.
                true => Ok(Err(self.other_way(&factors))),
                // The teacher has reset the factor meanwhile: the student begins again with the password.
                false => Err(Refusal::SignInFirst.into()),
            };
        };
        let last = row.last_step.and_then(|step| u64::try_from(step).ok());
        let last = last.map(Step::from_number);
        Ok(match totp::verify(&self.secret_of(row)?, code, now, last) {
            // The database decides, in one statement: of parallel requests with one code, one succeeds.
            Verdict::Valid(step) if spend(tx, row, step).await? => Ok(()),
            Verdict::Valid(step) => Err(used(step, now)),
            Verdict::AlreadyUsed(step) => Err(used(step.max(last.unwrap_or(step)), now)),
            Verdict::Wrong => Err(Refusal::CodeWrong),
        })
    }

    /// Records a wrong answer outside of its transaction.
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

    /// The transaction that refused a locked account was rolled back, so the board is told of the lock here. The
    /// failure that caused the lock was written before.
    async fn tell_teacher_of_lock(&self, account: AccountId, outcome: &Result<Result<(), Refusal>>) {
        let Err(Error::Refused(refusal)) = outcome else { return };
        let (Some(why), until) = (
            SeatFailure::from_refusal(refusal),
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

/// The seat of a student. Refused if the class has ended.
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

/// The code is used. The phone shows a later one when the time step of the last accepted code is over.
fn used(last: Step, now: Timestamp) -> Refusal {
    Refusal::CodeUsed {
        next_at: now.after(last.until_next(now)),
    }
}
