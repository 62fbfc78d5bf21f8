//! Codes that replace a factor: the recovery codes of the owner, and the enrolment code that an administrator hands
//! over if the owner has no factor left. Each code is valid once. Wrong codes are counted together with wrong
//! second-factor codes.

use super::{
    Auth,
    attempts::{Answer, Guess},
    challenge::seat_in_open_class,
};
use crate::{
    Result,
    access::PendingSignIn,
    db::Transaction,
    exercises::recovery,
    factors::account_factors::AccountFactors,
    notify::compose::Notice,
    operations::audit,
    students::progress::{self, StudentSeat},
};
use domain::{
    account::{AccountKind, Role},
    audit::AuditKind,
    exercises::recovery::RecoveryEvent,
    recovery_code::RecoveryCode,
    refusal::Refusal,
    role_requirements::AdminFactors,
    session::{Identity, SessionState},
    time::Timestamp,
};
use std::{net::IpAddr, sync::Arc};

#[derive(Clone, Copy)]
enum ReplacementCode {
    Recovery,
    Enrolment,
}

impl Auth {
    /// Completes the sign-in with a recovery code, which is valid once. The student has not used an authenticator app
    /// and reaches no stage.
    pub async fn verify_recovery_code(
        &self,
        who: &PendingSignIn,
        session: SessionState,
        typed: &str,
        from: Option<IpAddr>,
        new_device: Option<&str>,
    ) -> Result<SessionState> {
        let completes = self.recovery_code_completes(who).await?;
        self.verify_replacement_code(who, ReplacementCode::Recovery, (typed, from), new_device)
            .await?;
        let now = self.clock.now();
        Ok(match (completes, self.replaces_lost_phone(who, now).await?) {
            (true, true) => session.factor_verified(now)?.allow_replacement(now),
            (true, false) => session.factor_verified(now)?,
            (false, _) => session.other_factor_required(now)?,
        })
    }

    /// Whether a recovery code completes the sign-in. An administrator without a factor that the role requires is only
    /// allowed to connect one. If administrators must use a passkey, a recovery code only allows the set-up of another
    /// passkey, because a false page can get the code too. The factors are read before the code is used up, so that a
    /// database failure here does not cost a code.
    async fn recovery_code_completes(&self, who: &PendingSignIn) -> Result<bool> {
        match (who.role, self.settings.admin_factors) {
            (Role::Teacher, _) => Ok(true),
            (Role::Admin, AdminFactors::Passkey) => Ok(false),
            (Role::Admin, admins) => {
                let factors = AccountFactors::of(&self.db.read, who.identity.account).await?;
                Ok(factors.suffice_for(who.role, admins))
            }
        }
    }

    /// A student in the exercise *lost phone* connects another authenticator after this sign-in. It has proved password
    /// and recovery code, as much as a member proves before a phone is replaced.
    async fn replaces_lost_phone(&self, who: &PendingSignIn, now: Timestamp) -> Result<bool> {
        let place = progress::seat_of(&self.db.read, &who.identity, who.seat.as_ref()).await?;
        Ok(place.is_some_and(|place| recovery::is_open(&place, now)))
    }

    /// Accepts an enrolment code instead of a code of the lost phone. It allows the set-up of a new factor only.
    pub async fn verify_enrolment_code(
        &self,
        who: &PendingSignIn,
        session: SessionState,
        typed: &str,
        from: Option<IpAddr>,
    ) -> Result<SessionState> {
        self.verify_replacement_code(who, ReplacementCode::Enrolment, (typed, from), None)
            .await?;
        Ok(session.enrolment_verified(self.clock.now())?)
    }

    async fn verify_replacement_code(
        &self,
        who: &PendingSignIn,
        kind: ReplacementCode,
        (typed, from): (&str, Option<IpAddr>),
        new_device: Option<&str>,
    ) -> Result<()> {
        let guess = ReplacesFactor {
            auth: self,
            who,
            kind,
            code: RecoveryCode::parse(typed),
            from,
            new_device,
        };
        self.attempt(&guess).await
    }
}

struct ReplacesFactor<'a> {
    auth: &'a Auth,
    who: &'a PendingSignIn,
    kind: ReplacementCode,
    /// `None` if the entered text cannot be a recovery code. The attempt is counted as wrong.
    code: Option<RecoveryCode>,
    from: Option<IpAddr>,
    new_device: Option<&'a str>,
}

impl Guess for ReplacesFactor<'_> {
    /// The seat of the student, or `None` for a member.
    type Context = Option<Arc<StudentSeat>>;
    type Proof = ();
    type Accepted = ();

    const IS_AUDITED: bool = true;

    fn identity(&self) -> &Identity {
        &self.who.identity
    }

    fn from(&self) -> Option<IpAddr> {
        self.from
    }

    async fn prepare(&self, tx: &Transaction, _: AccountFactors, now: Timestamp) -> Result<Option<Arc<StudentSeat>>> {
        seat_in_open_class(tx, self.who, now).await
    }

    async fn check(&self, tx: &Transaction, _: &Option<Arc<StudentSeat>>, now: Timestamp) -> Result<Answer<()>> {
        let (factors, account) = (&self.auth.factors, self.who.identity.account);
        let is_right = match (&self.code, self.kind) {
            (None, _) => false,
            (Some(code), ReplacementCode::Recovery) => factors.use_recovery_code(tx, account, code, now).await?,
            (Some(code), ReplacementCode::Enrolment) => factors.use_enrolment_code(tx, account, code, now).await?,
        };
        Ok(match (is_right, self.kind) {
            (true, _) => Answer::Right(()),
            (false, ReplacementCode::Recovery) => Answer::Wrong(Refusal::RecoveryCodeWrong),
            (false, ReplacementCode::Enrolment) => Answer::Wrong(Refusal::EnrolmentCodeWrong),
        })
    }

    async fn accept(&self, tx: &Transaction, place: &Option<Arc<StudentSeat>>, (): (), now: Timestamp) -> Result<()> {
        let identity = &self.who.identity;
        if let Some(place) = place {
            progress::clear_failure(tx, place).await?;
            let event = RecoveryEvent::SignedInWithRecoveryCode;
            recovery::happened(tx, &self.auth.keys, place, event, now).await?;
        }
        let audited = match self.kind {
            ReplacementCode::Recovery => AuditKind::SignedInByRecoveryCode,
            ReplacementCode::Enrolment => AuditKind::EnrolmentCodeUsed,
        };
        audit::of_member(tx, identity, audited, now).await?;
        if matches!(self.kind, ReplacementCode::Recovery) && identity.kind == AccountKind::Member {
            let notice = Notice::RecoveryCodeUsed;
            self.auth
                .notifications
                .notify(tx, identity.account, notice, now)
                .await?;
        }
        match self.new_device {
            Some(agent) => self.auth.notify_of_new_device(tx, identity, agent, now).await,
            None => Ok(()),
        }
    }
}
