//! The second factor at sign-in: a code that was never accepted before, or a recovery code.

use super::{
    audit,
    letters::Notice,
    progress::{self, Place},
    set_up::stored_step,
    throttle,
};
use crate::{
    Error, Result, Stepwise,
    access::PendingSignIn,
    db::transaction,
    entity::{factor, recovery_code},
};
use domain::{
    account::AccountKind,
    audit::AuditKind,
    class::ClassState,
    code::Code,
    failure::SeatFailure,
    ids::AccountId,
    recovery::RecoveryCode,
    refusal::Refusal,
    session::{PENDING_LIFE, SessionState},
    stage::Stage,
    time::Timestamp,
    totp::{self, Step, Verdict},
    view::ChallengeView,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use std::net::IpAddr;

impl Stepwise {
    pub async fn challenge(&self, who: &PendingSignIn) -> Result<ChallengeView> {
        let now = self.now();
        let place = progress::place_of(&self.db().read, who.identity.account).await?;
        Ok(ChallengeView {
            login: who.login.clone(),
            kind: who.identity.kind,
            issuer: self.settings().issuer.clone(),
            expires: who.identity.since.after(PENDING_LIFE),
            now,
            class: place.map(|place| place.class_state(now)),
        })
    }

    /// A code of a step later than any accepted before completes the sign-in; for a student it is stage 4.
    pub async fn prove_code(
        &self,
        who: &PendingSignIn,
        session: SessionState,
        typed: &str,
        from: Option<IpAddr>,
    ) -> Result<SessionState> {
        let code = Code::parse(typed).map_err(Refusal::from)?;
        self.network_may_answer(from).await?;
        let now = self.now();
        let account = who.identity.account;
        let subject = throttle::Subject::code(&self.parts().macs, account);
        let outcome = transaction!(self.db(), |tx| {
            let place = lasting_place(tx, account, now).await?;
            let attempt = throttle::count(tx, subject, now).await?;
            let row = confirmed_factor(tx, account).await?;
            let secret = self.secret_of(&row)?;
            let last = row
                .last_step
                .and_then(|step| u64::try_from(step).ok())
                .map(Step::from_number);
            match totp::judge(&secret, &code, now, last) {
                Verdict::Fresh(step) => {
                    // The store decides, in one statement: parallel requests with one code have one winner.
                    if !spend(tx, &row, step).await? {
                        return Err(used(step, now).into());
                    }
                    attempt.was_right(tx).await?;
                    audit::of_member(tx, &who.identity, AuditKind::SignedIn, now).await?;
                    if let Some(place) = place
                        && place.class_state(now).allows(Stage::SignedIn2fa).is_ok()
                    {
                        progress::reach(tx, &place, Stage::SignedIn2fa, now).await?;
                    }
                    Ok(Ok(()))
                }
                // A right code that came twice is no guess: the count is given back with the transaction.
                Verdict::Spent(step) => Err(used(step.max(last.unwrap_or(step)), now).into()),
                Verdict::Wrong => {
                    attempt.was_wrong(tx, now).await?;
                    progress::fail(tx, account, SeatFailure::WrongCode, attempt.tally.locked_until, now).await?;
                    audit::of_member(tx, &who.identity, AuditKind::WrongCode, now).await?;
                    Ok(Err(Refusal::CodeWrong))
                }
            }
        });
        self.after_answer(account, from, &outcome).await?;
        outcome??;
        Ok(session.factor_proved(now)?)
    }

    /// A recovery code lets in, once. It proves no authenticator, so no stage is earned.
    pub async fn prove_recovery_code(
        &self,
        who: &PendingSignIn,
        session: SessionState,
        typed: &str,
        from: Option<IpAddr>,
    ) -> Result<SessionState> {
        self.network_may_answer(from).await?;
        let now = self.now();
        let account = who.identity.account;
        let subject = throttle::Subject::code(&self.parts().macs, account);
        let outcome = transaction!(self.db(), |tx| {
            lasting_place(tx, account, now).await?;
            let attempt = throttle::count(tx, subject, now).await?;
            let right = match RecoveryCode::parse(typed) {
                Some(code) => self.use_up(tx, account, &code, now).await?,
                None => false,
            };
            if !right {
                attempt.was_wrong(tx, now).await?;
                progress::fail(
                    tx,
                    account,
                    SeatFailure::WrongRecoveryCode,
                    attempt.tally.locked_until,
                    now,
                )
                .await?;
                audit::of_member(tx, &who.identity, AuditKind::WrongCode, now).await?;
                return Ok(Err(Refusal::RecoveryCodeWrong));
            }
            attempt.was_right(tx).await?;
            audit::of_member(tx, &who.identity, AuditKind::SignedInByRecoveryCode, now).await?;
            if who.identity.kind == AccountKind::Member {
                self.notify(tx, account, Notice::RecoveryCodeUsed, now).await?;
            }
            Ok(Ok(()))
        });
        self.after_answer(account, from, &outcome).await?;
        outcome??;
        Ok(session.factor_proved(now)?)
    }

    pub(super) async fn use_up(
        &self,
        tx: &DatabaseTransaction,
        account: AccountId,
        code: &RecoveryCode,
        now: Timestamp,
    ) -> Result<bool> {
        let hashes = self.recovery_macs(account, code).into_iter().map(|mac| mac.to_vec());
        let used = recovery_code::Entity::update_many()
            .col_expr(recovery_code::Column::UsedAt, Expr::value(now.micros()))
            .filter(recovery_code::Column::AccountId.eq(account.uuid()))
            .filter(recovery_code::Column::Hash.is_in(hashes))
            .filter(recovery_code::Column::UsedAt.is_null())
            .exec(tx)
            .await?;
        Ok(used.rows_affected == 1)
    }

    /// What a wrong answer leaves behind outside of its transaction.
    pub(super) async fn after_answer(
        &self,
        account: AccountId,
        from: Option<IpAddr>,
        outcome: &Result<Result<(), Refusal>>,
    ) -> Result<()> {
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
async fn lasting_place(db: &impl ConnectionTrait, account: AccountId, now: Timestamp) -> Result<Option<Place>> {
    let place = progress::place_of(db, account).await?;
    if place.as_ref().map(|place| place.class_state(now)) == Some(ClassState::Ended) {
        return Err(Refusal::ClassEnded.into());
    }
    Ok(place)
}

pub(super) async fn confirmed_factor(db: &impl ConnectionTrait, account: AccountId) -> Result<factor::Model> {
    let row = factor::Entity::find()
        .filter(factor::Column::AccountId.eq(account.uuid()))
        .filter(factor::Column::Confirmed.eq(true))
        .one(db)
        .await?;
    // Reset by the teacher meanwhile: the password leads on from the start.
    Ok(row.ok_or(Refusal::SignInFirst)?)
}

pub(super) async fn spend(tx: &impl ConnectionTrait, row: &factor::Model, step: Step) -> Result<bool> {
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
pub(super) fn used(last: Step, now: Timestamp) -> Refusal {
    Refusal::CodeUsed {
        next_at: now.after(last.until_next(now)),
    }
}
