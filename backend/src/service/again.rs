//! Reauthentication: password and code are given once more before a member changes how they sign in.

use super::{Device, account_rows::account_of, audit, letters::Notice, throttle};
use crate::{
    Result, Stepwise,
    access::{Fresh, Member},
    db::{Tx, transaction},
};
use domain::{
    audit::AuditKind, code::Code, recovery_code::RecoveryCode, refusal::Refusal, session::SessionState, time::Timestamp,
};
use std::net::IpAddr;
use zeroize::Zeroizing;

pub struct Again {
    pub password: Zeroizing<String>,
    /// A code of the app, or a recovery code if the app is lost.
    pub code: String,
    /// The browser that the device cookie names, if there is one.
    pub device: Option<Device>,
    pub from: Option<IpAddr>,
}

/// The parsed code. Text that can be neither kind of code is no wrong answer, and is not counted.
enum Proof {
    Code(Code),
    Spare(RecoveryCode),
}

impl Proof {
    fn parse(typed: &str) -> Result<Self> {
        let code = Code::parse(typed).ok().map(Self::Code);
        let proof = code.or_else(|| RecoveryCode::parse(typed).map(Self::Spare));
        Ok(proof.ok_or(Refusal::NotACode)?)
    }
}

impl Stepwise {
    /// Counts and throttles like the sign-in, but never refuses because of the network: the session shows that this
    /// browser has signed in. A code that was used at the sign-in is not accepted here.
    pub(super) async fn prove_again(&self, who: Member, given: &Again) -> Result<Fresh> {
        let known = given.device.as_ref();
        let known = known.filter(|device| self.has_signed_in(device, &[who.login()]));
        let subject = throttle::Subject::password(&self.parts().macs, who.account(), known);
        let hash = account_of(&self.db().read, who.account()).await?.password_hash;
        let client = self.client_of(who.account());
        // In a step of its own: a code that is refused below does not make the password wrong.
        if !self
            .password_fits(client, subject, &given.password, hash, given.from)
            .await?
        {
            self.tell_member(Some(who.account()));
            return Err(Refusal::PasswordWrong.into());
        }
        self.prove_code_again(&who, &given.code, given.from).await?;
        Ok(Fresh(who))
    }

    /// Checks a code before an administrator acts. The session may then act for ten minutes, so that a session left
    /// open later cannot.
    pub async fn prove_admin(
        &self,
        who: &Member,
        session: SessionState,
        typed: &str,
        from: Option<IpAddr>,
    ) -> Result<SessionState> {
        who.admin()?;
        self.prove_code_again(who, typed, from).await?;
        Ok(session.reauthenticated(self.now()))
    }

    async fn prove_code_again(&self, who: &Member, typed: &str, from: Option<IpAddr>) -> Result<()> {
        let now = self.now();
        let code_subject = throttle::Subject::code(&self.parts().macs, who.account());
        let proof = Proof::parse(typed)?;
        let outcome = transaction!(self.db(), |tx| {
            let attempt = throttle::count(tx, code_subject, now).await?;
            match self.judge_again(tx, who, &proof, now).await? {
                Ok(()) => {
                    attempt.was_right(tx).await?;
                    Ok(Ok(()))
                }
                // A right code that came twice is no guess, nor is a code that cannot be valid any more. The count is
                // given back with the transaction.
                Err(
                    why @ (Refusal::CodeUsed { .. }
                    | Refusal::CodeExpired
                    | Refusal::OtherFactor { .. }
                    | Refusal::AppNeeded),
                ) => Err(why.into()),
                Err(why) => {
                    attempt.was_wrong(tx, now).await?;
                    audit::record(tx, who.account(), AuditKind::WrongCode, now).await?;
                    Ok(Err(why))
                }
            }
        });
        self.after_answer(who.account(), from, &outcome).await?;
        outcome??;
        Ok(())
    }

    async fn judge_again(&self, tx: &Tx, who: &Member, proof: &Proof, now: Timestamp) -> Result<Result<(), Refusal>> {
        match proof {
            Proof::Code(code) => {
                // A code that was sent to this session, or a code of the app: a member who has both may give either.
                let mut of_message = None;
                if who.sent_code().is_some_and(|asked| asked.by.suffices_for(who.role())) {
                    match self.judge_sent(tx, who.account(), who.sent_code(), code, now).await? {
                        Ok(()) => return Ok(Ok(())),
                        Err(why) => of_message = Some(why),
                    }
                }
                let of_app = self.judge_code(tx, who.account(), code, now).await?;
                Ok(match (of_app, of_message) {
                    // A sent code does not let an administrator act.
                    (Err(Refusal::OtherFactor { .. }), _) if who.is_admin() => Err(Refusal::AppNeeded),
                    // The account has no app, so the answer says what is wrong with the sent code.
                    (Err(Refusal::OtherFactor { .. }), Some(why)) => Err(why),
                    (of_app, _) => of_app,
                })
            }
            Proof::Spare(code) => {
                if !self.use_up(tx, who.account(), code, now).await? {
                    return Ok(Err(Refusal::RecoveryCodeWrong));
                }
                audit::record(tx, who.account(), AuditKind::ConfirmedByRecoveryCode, now).await?;
                self.notify(tx, who.account(), Notice::ConfirmedByRecoveryCode, now)
                    .await?;
                Ok(Ok(()))
            }
        }
    }
}
