//! The code that a student types on the page of the thief. It is counted, checked and used up like every code.

use super::Stored;
use crate::{
    Error, Result,
    access::SignedIn,
    auth::attempts::{Answer, Guess},
    db::Transaction,
    exercises::{Entered, Exercises, progress::record},
    factors::account_factors::AccountFactors,
    session_store::passing_session,
};
use domain::{
    code::Code,
    session::{Identity, SessionState},
    time::Timestamp,
};
use std::net::IpAddr;

pub struct StolenCode<'a> {
    pub exercises: &'a Exercises,
    pub who: &'a SignedIn,
    pub entered: &'a Entered,
    pub stored: &'a Stored,
    pub code: Code,
    pub from: Option<IpAddr>,
}

impl Guess for StolenCode<'_> {
    type Context = AccountFactors;
    type Proof = ();
    type Accepted = ();

    const IS_AUDITED: bool = true;

    fn identity(&self) -> &Identity {
        &self.who.identity
    }

    fn from(&self) -> Option<IpAddr> {
        self.from
    }

    async fn prepare(&self, _: &Transaction, factors: AccountFactors, _: Timestamp) -> Result<AccountFactors> {
        Ok(factors)
    }

    async fn check(&self, tx: &Transaction, factors: &AccountFactors, now: Timestamp) -> Result<Answer<()>> {
        let factor_service = &self.exercises.factors;
        let checked = factor_service
            .use_authenticator_code(tx, factors, &self.code, now)
            .await?;
        Ok(Answer::of(checked))
    }

    /// The thief is signed in, and signed out in the same transaction. No stage is reached: the sign-in of the stages and
    /// of the exercise *lost phone* is another code path.
    async fn accept(&self, tx: &Transaction, _: &AccountFactors, (): (), now: Timestamp) -> Result<()> {
        self.thief_is_in(tx, now).await?;
        let stored = Stored {
            progress: self.stored.progress.after_theft(now),
            phone: self.stored.phone.clone(),
        };
        let at = (self.entered.exercise, &self.entered.progress);
        let keys = &self.exercises.keys;
        record(tx, keys, &self.entered.place, at, &stored.step(true)?, now).await
    }
}

impl StolenCode<'_> {
    async fn thief_is_in(&self, tx: &Transaction, now: Timestamp) -> Result<()> {
        let identity = Identity {
            since: now,
            ..self.who.identity
        };
        let session = SessionState::default().password_accepted(identity, true);
        let session = passing_session::of(tx, session.factor_verified(now)?, now).await?;
        let thief = self.exercises.access.signed_in_as_read(&session.state, &session.owner);
        match thief {
            Some(thief) if thief.account() == self.who.account() => Ok(()),
            _ => Err(Error::Corrupt("session of the thief")),
        }
    }
}
