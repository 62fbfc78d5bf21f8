//! The protocol for every attempt to enter a code: count the attempt, check the code, accept or refuse it, update the
//! board and the audit trail. Every service that accepts a second-factor code calls `Auth::attempt`.

use super::Auth;
use crate::{
    Error, Result,
    db::{Transaction, transaction},
    factors::account_factors::AccountFactors,
    limits::throttle,
    members::queries::lock,
    operations::{audit, counters},
    students::progress,
};
use domain::{
    account::AccountKind, audit::AuditKind, ids::AccountId, refusal::Refusal, seat_failure::SeatFailure,
    session::Identity, time::Timestamp,
};
use std::net::IpAddr;

/// The result of checking a code.
pub(crate) enum Answer<T> {
    Right(T),
    /// A wrong code. The attempt stays counted.
    Wrong(Refusal),
    /// A code that reveals nothing about the secret, such as a correct code that was used before. The attempt is not
    /// counted.
    NotAGuess(Refusal),
}

impl<T> Answer<T> {
    /// A used or expired code is not a guess, and neither is a code of a factor that the account does not have.
    pub fn of(checked: Result<T, Refusal>) -> Self {
        match checked {
            Ok(proof) => Self::Right(proof),
            Err(
                refusal @ (Refusal::CodeUsed { .. }
                | Refusal::CodeExpired
                | Refusal::PasskeyExpired
                | Refusal::OtherFactor { .. }
                | Refusal::AppNeeded
                | Refusal::PasskeyNeeded),
            ) => Self::NotAGuess(refusal),
            Err(refusal) => Self::Wrong(refusal),
        }
    }
}

/// A code that a user has entered, and what a correct code allows. All methods run in one transaction.
pub(crate) trait Guess: Sync {
    /// What `prepare` reads before the guess is counted.
    type Context: Send + Sync;
    /// The result of checking a correct code.
    type Proof: Send;
    /// The result that the caller gets.
    type Accepted: Send;

    /// Whether a wrong code is recorded in the audit trail of a member. This is off for a code of a secret that the
    /// page itself shows.
    const IS_AUDITED: bool;

    fn identity(&self) -> &Identity;

    /// The IP address for whose network a wrong code is counted. `None`: a wrong code is counted for the account only.
    fn from(&self) -> Option<IpAddr>;

    /// Reads the data that the check needs, beside the factors of the account. If this method returns a refusal, the
    /// attempt is not counted.
    fn prepare(
        &self,
        tx: &Transaction,
        factors: AccountFactors,
        now: Timestamp,
    ) -> impl Future<Output = Result<Self::Context>> + Send;

    /// Compares the code, and marks a correct code as used.
    fn check(
        &self,
        tx: &Transaction,
        context: &Self::Context,
        now: Timestamp,
    ) -> impl Future<Output = Result<Answer<Self::Proof>>> + Send;

    /// Performs the action that the correct code permits.
    fn accept(
        &self,
        tx: &Transaction,
        context: &Self::Context,
        proof: Self::Proof,
        now: Timestamp,
    ) -> impl Future<Output = Result<Self::Accepted>> + Send;
}

impl Auth {
    /// The account's row is locked before the guess is checked, so that parallel guesses run one after the other and are
    /// all counted. While the account is locked because of wrong codes, the guess is refused without a check.
    pub(crate) async fn attempt<G: Guess>(&self, guess: &G) -> Result<G::Accepted> {
        let now = self.clock.now();
        let identity = guess.identity();
        let account = identity.account;
        let subject = throttle::Subject::code(&self.macs, account);
        let outcome = transaction!(&self.db, |tx| {
            lock(tx, account).await?;
            let (factors, counter) = AccountFactors::with_counter(tx, account, subject).await?;
            let context = guess.prepare(tx, factors, now).await?;
            let attempt = throttle::count_stored(subject, counter.as_ref(), now)?;
            match guess.check(tx, &context, now).await? {
                Answer::Right(proof) => {
                    attempt.was_right(tx).await?;
                    Ok(Ok(guess.accept(tx, &context, proof, now).await?))
                }
                // The error rolls the transaction back, so the attempt is not counted.
                Answer::NotAGuess(refusal) => Err(refusal.into()),
                Answer::Wrong(refusal) => {
                    attempt.was_wrong(tx, now).await?;
                    if let Some(failure) = board_failure(identity, &refusal) {
                        progress::fail(tx, account, failure, attempt.tally.locked_until, now).await?;
                    }
                    if G::IS_AUDITED {
                        audit::of_member(tx, identity, AuditKind::WrongCode, now).await?;
                    }
                    Ok(Err(refusal))
                }
            }
        });
        counters::sign_in("code", &outcome, Result::is_ok);
        match outcome {
            Ok(Ok(accepted)) => Ok(accepted),
            Ok(Err(refusal)) => {
                self.limits.count_wrong_code(guess.from()).await?;
                Err(refusal.into())
            }
            Err(error) => {
                self.report_lock(identity, &error, now).await;
                Err(error)
            }
        }
    }

    /// Shows the lock of a student's account on the board. This needs its own transaction, because the transaction that
    /// refused the code was rolled back. The wrong code that caused the lock is already on the board.
    async fn report_lock(&self, identity: &Identity, error: &Error, now: Timestamp) {
        let Error::Refused(refusal) = error else { return };
        let Some(failure) = board_failure(identity, refusal) else {
            return;
        };
        let locked_until = match refusal {
            Refusal::Locked { until } => Some(*until),
            _ => None,
        };
        let account: AccountId = identity.account;
        let reported = transaction!(&self.db, |tx| {
            progress::fail(tx, account, failure, locked_until, now).await
        });
        if let Err(error) = reported {
            tracing::warn!(%error, "the board did not get a refused code");
        }
    }
}

fn board_failure(identity: &Identity, refusal: &Refusal) -> Option<SeatFailure> {
    match identity.kind {
        AccountKind::Student => SeatFailure::from_refusal(refusal),
        AccountKind::Member => None,
    }
}
