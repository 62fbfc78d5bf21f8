//! The one protocol for guesses at a code: count, check, accept or refuse, tell the board and the owner. Every place
//! that takes a code of a second factor goes through `Auth::attempt`.

use super::Auth;
use crate::{
    Error, Result,
    db::{Transaction, transaction},
    limits::throttle,
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
    /// A wrong code. It stays counted.
    Wrong(Refusal),
    /// A code that tells nothing about the secret, such as a right one that was used before. It is not counted.
    NotAGuess(Refusal),
}

impl<T> Answer<T> {
    /// A used or expired code is no guess, nor is a code of a factor that the account does not have.
    pub fn of(checked: Result<T, Refusal>) -> Self {
        match checked {
            Ok(proof) => Self::Right(proof),
            Err(
                refusal @ (Refusal::CodeUsed { .. }
                | Refusal::CodeExpired
                | Refusal::OtherFactor { .. }
                | Refusal::AppNeeded),
            ) => Self::NotAGuess(refusal),
            Err(refusal) => Self::Wrong(refusal),
        }
    }
}

/// A code that a user has given, and what it proves. All methods run in one transaction.
pub(crate) trait Guess: Sync {
    /// What is read before the guess is counted.
    type Context: Send + Sync;
    /// What a right code proves.
    type Proof: Send;
    /// What is returned to the caller.
    type Accepted: Send;

    /// Whether a wrong code is recorded in the history of a member. A code of a secret that the page itself shows is
    /// not.
    const IS_AUDITED: bool;

    fn identity(&self) -> &Identity;

    /// The address whose network a wrong code is counted for; `None` if it is not counted for the network.
    fn from(&self) -> Option<IpAddr>;

    /// Reads what the check needs. A refusal here is not counted.
    fn prepare(&self, tx: &Transaction, now: Timestamp) -> impl Future<Output = Result<Self::Context>> + Send;

    /// Compares the code and uses it up.
    fn check(
        &self,
        tx: &Transaction,
        context: &Self::Context,
        now: Timestamp,
    ) -> impl Future<Output = Result<Answer<Self::Proof>>> + Send;

    /// Does what the right code permits.
    fn accept(
        &self,
        tx: &Transaction,
        context: &Self::Context,
        proof: Self::Proof,
        now: Timestamp,
    ) -> impl Future<Output = Result<Self::Accepted>> + Send;
}

impl Auth {
    /// The guess is counted before it is checked, so that parallel guesses are all counted. It is refused unchecked
    /// while the account is locked.
    pub(crate) async fn attempt<G: Guess>(&self, guess: &G) -> Result<G::Accepted> {
        let now = self.clock.now();
        let identity = guess.identity();
        let account = identity.account;
        let subject = throttle::Subject::code(&self.macs, account);
        let outcome = transaction!(&self.db, |tx| {
            let context = guess.prepare(tx, now).await?;
            let attempt = throttle::count(tx, subject, now).await?;
            match guess.check(tx, &context, now).await? {
                Answer::Right(proof) => {
                    attempt.was_right(tx).await?;
                    Ok(Ok(guess.accept(tx, &context, proof, now).await?))
                }
                // The transaction is rolled back, and the count with it.
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

    /// The transaction that refused a locked account was rolled back, so the board is told of the lock here. The
    /// failure that caused the lock was written before.
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
