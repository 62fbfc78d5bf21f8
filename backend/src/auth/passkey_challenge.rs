//! The second factor by a passkey, after the password. Wrong answers are counted together with wrong codes.

use super::{
    Auth,
    attempts::{Answer, Guess},
    challenge::seat_in_open_class,
};
use crate::{
    Result,
    access::PendingSignIn,
    db::Transaction,
    factors::{
        account_factors::AccountFactors,
        passkeys::{PasskeyAnswer, challenge::Purpose},
    },
    operations::audit,
};
use domain::{
    audit::AuditKind,
    factor::FactorKind,
    refusal::Refusal,
    session::{Identity, SessionState},
    time::Timestamp,
};
use std::net::IpAddr;

impl Auth {
    /// Completes the sign-in with a passkey of the account whose password was right.
    pub async fn verify_passkey(
        &self,
        who: &PendingSignIn,
        session: SessionState,
        answer: &PasskeyAnswer,
        from: Option<IpAddr>,
        new_device: Option<&str>,
    ) -> Result<SessionState> {
        let guess = AnswersWithPasskey {
            auth: self,
            identity: &who.identity,
            purpose: Purpose::SecondFactor(&who.identity),
            answer,
            from,
            completes: Some((who, new_device)),
        };
        self.attempt(&guess).await?;
        Ok(session.factor_verified(self.clock.now())?)
    }

    /// Confirms that the owner is present, before a change. The passkey has verified its user, so no password is needed.
    pub(super) async fn confirm_by_passkey(
        &self,
        identity: &Identity,
        answer: &PasskeyAnswer,
        from: Option<IpAddr>,
    ) -> Result<()> {
        let guess = AnswersWithPasskey {
            auth: self,
            identity,
            purpose: Purpose::Reauthenticate(identity),
            answer,
            from,
            completes: None,
        };
        self.attempt(&guess).await
    }
}

struct AnswersWithPasskey<'a> {
    auth: &'a Auth,
    identity: &'a Identity,
    purpose: Purpose<'a>,
    answer: &'a PasskeyAnswer,
    from: Option<IpAddr>,
    /// The sign-in that the answer completes, and the browser if the account was not used in it before.
    completes: Option<(&'a PendingSignIn, Option<&'a str>)>,
}

impl Guess for AnswersWithPasskey<'_> {
    type Context = ();
    type Proof = ();
    type Accepted = ();

    const IS_AUDITED: bool = true;

    fn identity(&self) -> &Identity {
        self.identity
    }

    fn from(&self) -> Option<IpAddr> {
        self.from
    }

    /// A student has no passkey as factor: that of the exercise *passkey* signs in to nothing.
    async fn prepare(&self, tx: &Transaction, factors: AccountFactors, now: Timestamp) -> Result<()> {
        factors.confirmed(FactorKind::Passkey).ok_or(Refusal::PasskeyRefused)?;
        if let Some((who, _)) = self.completes {
            seat_in_open_class(tx, who, now).await?;
        }
        Ok(())
    }

    async fn check(&self, tx: &Transaction, (): &(), now: Timestamp) -> Result<Answer<()>> {
        let factors = &self.auth.factors;
        let used = factors
            .use_passkey(tx, self.identity, self.purpose, self.answer, now)
            .await?;
        Ok(Answer::of(used.map(drop)))
    }

    async fn accept(&self, tx: &Transaction, (): &(), (): (), now: Timestamp) -> Result<()> {
        let Some((_, new_device)) = self.completes else {
            return Ok(());
        };
        audit::of_member(tx, self.identity, AuditKind::SignedInByPasskey, now).await?;
        match new_device {
            Some(agent) => self.auth.notify_of_new_device(tx, self.identity, agent, now).await,
            None => Ok(()),
        }
    }
}
