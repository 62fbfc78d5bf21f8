//! Checks the second factor at sign-in. Each code is accepted only once.

use super::{
    Auth,
    attempts::{Answer, Guess},
};
use crate::{
    Result,
    access::PendingSignIn,
    db::Transaction,
    exercises::{messages, recovery},
    factors::account_factors::AccountFactors,
    operations::audit,
    students::progress::{self, StudentSeat},
};
use domain::{
    audit::AuditKind,
    class::ClassState,
    code::Code,
    exercises::recovery::RecoveryEvent,
    factor::FactorKind,
    refusal::Refusal,
    session::{Identity, SessionState},
    stage::Stage,
    time::Timestamp,
};
use sea_orm::ConnectionTrait;
use std::{net::IpAddr, sync::Arc};

/// What a correct code is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proves<'a> {
    /// Completes a sign-in. `new_device` describes the browser if the account was not used in it before; otherwise it
    /// is `None`.
    SignIn { new_device: Option<&'a str> },
    /// Confirms that the user is present. The code does not sign the user in, and the student reaches no stage.
    Presence,
}

impl Auth {
    /// Completes the sign-in with a code that was not accepted before: a code of the app, or the code that was sent to
    /// this session. A student reaches stage 4, or completes the exercise with sent codes. `new_device` describes the
    /// browser if the account was not used in it before.
    pub async fn verify_code(
        &self,
        who: &PendingSignIn,
        session: SessionState,
        (by, typed): (FactorKind, &str),
        from: Option<IpAddr>,
        new_device: Option<&str>,
    ) -> Result<SessionState> {
        let proves = Proves::SignIn { new_device };
        self.verify_second_factor(who, (by, typed), from, proves).await?;
        let now = self.clock.now();
        Ok(match by.suffices_for(who.role, self.settings.admin_factors) {
            true => session.factor_verified(now)?,
            false => session.other_factor_required(now)?,
        })
    }

    /// Counts, checks and uses up a code of a user who has just entered the correct password. Too many wrong codes lock
    /// the account. A network that has sent too many wrong codes is not refused here.
    pub(crate) async fn verify_second_factor(
        &self,
        who: &PendingSignIn,
        (by, typed): (FactorKind, &str),
        from: Option<IpAddr>,
        proves: Proves<'_>,
    ) -> Result<()> {
        let code = Code::parse(typed).map_err(Refusal::from)?;
        let guess = SecondFactor {
            auth: self,
            who,
            by,
            code,
            from,
            proves,
        };
        self.attempt(&guess).await
    }
}

struct SecondFactor<'a> {
    auth: &'a Auth,
    who: &'a PendingSignIn,
    by: FactorKind,
    code: Code,
    from: Option<IpAddr>,
    proves: Proves<'a>,
}

/// The data that is read before the code is checked.
struct Challenged {
    /// The seat of the student, or `None` for a member.
    place: Option<Arc<StudentSeat>>,
    factors: AccountFactors,
}

impl Guess for SecondFactor<'_> {
    type Context = Challenged;
    type Proof = ();
    type Accepted = ();

    const IS_AUDITED: bool = true;

    fn identity(&self) -> &Identity {
        &self.who.identity
    }

    fn from(&self) -> Option<IpAddr> {
        self.from
    }

    async fn prepare(&self, tx: &Transaction, factors: AccountFactors, now: Timestamp) -> Result<Challenged> {
        let place = seat_in_open_class(tx, self.who, now).await?;
        let accepted = self.auth.factors.accepted_of(&factors, self.who, place.as_deref());
        if accepted.has(self.by) && self.by.has_codes() {
            return Ok(Challenged { place, factors });
        }
        let admins = self.auth.settings.admin_factors;
        Err(match self.by.suffices_for(self.who.role, admins) {
            true => Refusal::CodeExpired.into(),
            false => admins.refusal().into(),
        })
    }

    async fn check(&self, tx: &Transaction, of: &Challenged, now: Timestamp) -> Result<Answer<()>> {
        let (factors, account) = (&self.auth.factors, self.who.identity.account);
        let checked = match self.by {
            FactorKind::Totp => factors.use_authenticator_code(tx, &of.factors, &self.code, now).await?,
            _ => {
                factors
                    .use_sent_code(tx, account, self.who.asked, &self.code, now)
                    .await?
            }
        };
        Ok(Answer::of(checked))
    }

    async fn accept(&self, tx: &Transaction, of: &Challenged, (): (), now: Timestamp) -> Result<()> {
        let Proves::SignIn { new_device } = self.proves else {
            return Ok(());
        };
        let identity = &self.who.identity;
        let audited = match self.by {
            FactorKind::Totp => AuditKind::SignedIn,
            _ => AuditKind::SignedInByMessage,
        };
        audit::of_member(tx, identity, audited, now).await?;
        if let Some(agent) = new_device {
            self.auth.notify_of_new_device(tx, identity, agent, now).await?;
        }
        match &of.place {
            Some(place) if place.class_state(now).allows(Stage::SignedIn2fa).is_ok() => match self.by {
                FactorKind::Totp => {
                    progress::reach(tx, place, Stage::SignedIn2fa, now).await?;
                    let event = RecoveryEvent::SignedInWithAuthenticator;
                    recovery::happened(tx, &self.auth.keys, place, event, now).await
                }
                _ => messages::signed_in_by_message(tx, &self.auth.keys, place, now).await,
            },
            _ => Ok(()),
        }
    }
}

/// The seat of the student, or `None` for a member. The request is refused if the class has ended.
pub(crate) async fn seat_in_open_class(
    db: &impl ConnectionTrait,
    who: &PendingSignIn,
    now: Timestamp,
) -> Result<Option<Arc<StudentSeat>>> {
    let place = progress::seat_of(db, &who.identity, who.seat.as_ref()).await?;
    if place.as_ref().map(|place| place.class_state(now)) == Some(ClassState::Ended) {
        return Err(Refusal::ClassEnded.into());
    }
    Ok(place)
}
