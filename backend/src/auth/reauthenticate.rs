//! Reauthentication: a member enters the password and a code again, or uses a passkey, before they change how they sign
//! in.

use super::{
    Auth,
    attempts::{Answer, Guess},
    device_cookie::Device,
};
use crate::{
    Result,
    access::{Member, Reauthenticated},
    db::Transaction,
    factors::{account_factors::AccountFactors, passkeys::PasskeyAnswer},
    limits::throttle,
    members::queries::account_of,
    notify::compose::Notice,
    operations::audit,
};
use domain::{
    audit::AuditKind,
    code::Code,
    factor::FactorKind,
    recovery_code::RecoveryCode,
    refusal::Refusal,
    session::{Identity, SessionState},
    time::Timestamp,
};
use std::net::IpAddr;
use zeroize::Zeroizing;

pub struct Reauthentication {
    pub password: Zeroizing<String>,
    /// A code of the app, or a recovery code if the app is lost.
    pub code: String,
    /// The answer of a passkey, instead of password and code.
    pub passkey: Option<PasskeyAnswer>,
    /// The browser that the device cookie describes, if the browser sent a cookie.
    pub device: Option<Device>,
    pub from: Option<IpAddr>,
}

/// The parsed code. A text that cannot be any kind of code is refused, but not counted as a wrong code.
enum TypedCode {
    Factor(Code),
    Recovery(RecoveryCode),
}

impl TypedCode {
    fn parse(typed: &str) -> Result<Self> {
        let code = Code::parse(typed).ok().map(Self::Factor);
        let code = code.or_else(|| RecoveryCode::parse(typed).map(Self::Recovery));
        Ok(code.ok_or(Refusal::NotACode)?)
    }
}

impl Auth {
    /// Counts and throttles attempts like the sign-in, but never refuses a network, because the session shows that this
    /// browser has signed in. A code that was used at the sign-in is not accepted again.
    pub(crate) async fn reauthenticate(&self, who: Member, given: &Reauthentication) -> Result<Reauthenticated> {
        if let Some(answer) = &given.passkey {
            self.confirm_by_passkey(who.identity(), answer, given.from).await?;
            return Ok(Reauthenticated(who));
        }
        let known = given.device.as_ref();
        let known = known.filter(|device| self.has_signed_in(device, &[who.login()]));
        let subject = throttle::Subject::password(&self.macs, who.account(), known);
        let hash = account_of(&self.db.read, who.account()).await?.password_hash;
        let client = self.client_of_account(who.account());
        // The password is checked and counted separately: if the code is refused below, the password is still correct.
        if !self
            .password_matches(client, subject, &given.password, hash, given.from)
            .await?
        {
            self.report_to_member(Some(who.account()));
            return Err(Refusal::PasswordWrong.into());
        }
        self.verify_code_again(&who, &given.code, given.from).await?;
        Ok(Reauthenticated(who))
    }

    /// Checks a code before an administrator acts. In this session the administrator can then act for ten minutes only,
    /// because it is possible that they leave the session open.
    pub async fn reauthenticate_admin(
        &self,
        who: &Member,
        session: SessionState,
        typed: &str,
        passkey: Option<&PasskeyAnswer>,
        from: Option<IpAddr>,
    ) -> Result<SessionState> {
        who.admin()?;
        match passkey {
            Some(answer) => self.confirm_by_passkey(who.identity(), answer, from).await?,
            None => self.verify_code_again(who, typed, from).await?,
        }
        Ok(session.reauthenticated(self.clock.now()))
    }

    async fn verify_code_again(&self, who: &Member, typed: &str, from: Option<IpAddr>) -> Result<()> {
        let guess = ConfirmsPresence {
            auth: self,
            who,
            typed: TypedCode::parse(typed)?,
            from,
        };
        self.attempt(&guess).await
    }
}

struct ConfirmsPresence<'a> {
    auth: &'a Auth,
    who: &'a Member,
    typed: TypedCode,
    from: Option<IpAddr>,
}

impl Guess for ConfirmsPresence<'_> {
    type Context = AccountFactors;
    type Proof = ();
    type Accepted = ();

    const IS_AUDITED: bool = true;

    fn identity(&self) -> &Identity {
        self.who.identity()
    }

    fn from(&self) -> Option<IpAddr> {
        self.from
    }

    async fn prepare(&self, _: &Transaction, factors: AccountFactors, _: Timestamp) -> Result<AccountFactors> {
        Ok(factors)
    }

    async fn check(&self, tx: &Transaction, known: &AccountFactors, now: Timestamp) -> Result<Answer<()>> {
        let (factors, account) = (&self.auth.factors, self.who.account());
        Ok(match &self.typed {
            TypedCode::Factor(code) => Answer::of(self.check_factors(tx, known, code, now).await?),
            // A false page can get a recovery code as easily as a code of the app.
            TypedCode::Recovery(_) if !self.accepts(FactorKind::Totp, known) => {
                Answer::NotAGuess(Refusal::PasskeyNeeded)
            }
            TypedCode::Recovery(code) => match factors.use_recovery_code(tx, account, code, now).await? {
                true => Answer::Right(()),
                false => Answer::Wrong(Refusal::RecoveryCodeWrong),
            },
        })
    }

    async fn accept(&self, tx: &Transaction, _: &AccountFactors, (): (), now: Timestamp) -> Result<()> {
        if let TypedCode::Factor(_) = self.typed {
            return Ok(());
        }
        let account = self.who.account();
        audit::record(tx, account, AuditKind::ConfirmedByRecoveryCode, now).await?;
        let notice = Notice::ConfirmedByRecoveryCode;
        self.auth.notifications.notify(tx, account, notice, now).await
    }
}

impl ConfirmsPresence<'_> {
    fn accepts(&self, kind: FactorKind, known: &AccountFactors) -> bool {
        let role = self.who.role();
        kind.suffices_for(role, self.auth.factors.required_again(known, role))
    }

    /// Accepts a code that was sent to this session, or a code of the app: a member who has both factors can use either
    /// code.
    async fn check_factors(
        &self,
        tx: &Transaction,
        known: &AccountFactors,
        code: &Code,
        now: Timestamp,
    ) -> Result<Result<(), Refusal>> {
        let (factors, who) = (&self.auth.factors, self.who);
        let mut of_message = None;
        if !self.accepts(FactorKind::Totp, known) {
            return Ok(Err(Refusal::PasskeyNeeded));
        }
        if who.sent_code().is_some_and(|asked| self.accepts(asked.by, known)) {
            match factors
                .use_sent_code(tx, who.account(), who.sent_code(), code, now)
                .await?
            {
                Ok(()) => return Ok(Ok(())),
                Err(refusal) => of_message = Some(refusal),
            }
        }
        let of_app = factors.use_authenticator_code(tx, known, code, now).await?;
        Ok(match (of_app, of_message) {
            // A code by mail or SMS is not enough for actions of administrators.
            (Err(Refusal::OtherFactor { .. }), _) if who.is_admin() => Err(Refusal::AppNeeded),
            // The account has no app, so the refusal describes the fault of the sent code.
            (Err(Refusal::OtherFactor { .. }), Some(refusal)) => Err(refusal),
            (of_app, _) => of_app,
        })
    }
}
