//! Checks the second factor at sign-in: a code that was never accepted before.

use super::Auth;
use crate::{
    Error, Result,
    access::PendingSignIn,
    db::transaction,
    limits::throttle,
    operations::{audit, counters},
    students::{
        practice,
        progress::{self, Place},
    },
};
use domain::{
    audit::AuditKind, class::ClassState, code::Code, factor::FactorKind, failure::SeatFailure, ids::AccountId,
    refusal::Refusal, session::SessionState, stage::Stage, time::Timestamp,
};
use sea_orm::ConnectionTrait;
use std::net::IpAddr;

/// What a right code is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proves<'a> {
    /// A sign-in. `new_device` describes a browser in which the account was not used before; it is `None` in any other.
    SignIn { new_device: Option<&'a str> },
    /// Confirms that the user is present. It does not sign in, and no stage is reached.
    Presence,
}

impl Auth {
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
        let now = self.clock.now();
        Ok(match by.suffices_for(who.role) {
            true => session.factor_proved(now)?,
            false => session.app_owed(now)?,
        })
    }

    /// Counts, checks and uses up a code of a client that has just given the right password. The account is throttled,
    /// not the network.
    pub(crate) async fn judge_answer(
        &self,
        who: &PendingSignIn,
        (by, typed): (FactorKind, &str),
        from: Option<IpAddr>,
        proves: Proves<'_>,
    ) -> Result<()> {
        let code = Code::parse(typed).map_err(Refusal::from)?;
        let now = self.clock.now();
        let account = who.identity.account;
        let subject = throttle::Subject::code(&self.macs, account);
        let outcome = transaction!(&self.db, |tx| {
            let place = lasting_place(tx, account, now).await?;
            if !self.factors.accepted_from(tx, who, place.as_ref()).await?.has(by) {
                let refusal = match by.suffices_for(who.role) {
                    true => Refusal::CodeExpired,
                    false => Refusal::AppNeeded,
                };
                return Err(refusal.into());
            }
            let attempt = throttle::count(tx, subject, now).await?;
            let judged = match by {
                FactorKind::Totp => self.factors.judge_code(tx, account, &code, now).await?,
                _ => self.factors.judge_sent(tx, account, who.asked, &code, now).await?,
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

    /// Records a wrong answer outside of its transaction.
    pub(crate) async fn after_answer(
        &self,
        account: AccountId,
        from: Option<IpAddr>,
        outcome: &Result<Result<(), Refusal>>,
    ) -> Result<()> {
        counters::sign_in("code", outcome, |judged| judged.is_ok());
        if matches!(outcome, Ok(Err(_))) {
            self.limits.network_was_wrong(from).await?;
        }
        self.tell_teacher_of_lock(account, outcome).await;
        Ok(())
    }

    /// The transaction that refused a locked account was rolled back, so the board is told of the lock here. The
    /// failure that caused the lock was written before.
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
        let now = self.clock.now();
        let told = transaction!(&self.db, |tx| progress::fail(tx, account, why, until, now).await);
        if let Err(error) = told {
            tracing::warn!(%error, "a refused code did not reach the board");
        }
    }
}

/// The seat of a student. Refused if the class has ended.
pub(crate) async fn lasting_place(
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
