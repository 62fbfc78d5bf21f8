//! Password and code once more, before anything changes about how somebody signs in (DESIGN 7.11).

use super::{Device, account_rows::account_of, audit, letters::Notice, throttle};
use crate::{
    Result, Stepwise,
    access::{Fresh, Member},
    db::{Tx, transaction},
};
use domain::{
    audit::AuditKind, code::Code, recovery::RecoveryCode, refusal::Refusal, session::SessionState, time::Timestamp,
};
use std::net::IpAddr;
use zeroize::Zeroizing;

pub struct Again {
    pub password: Zeroizing<String>,
    /// From the app; or a recovery code, for whoever has lost it.
    pub code: String,
    /// The browser, if its cookie tells.
    pub device: Option<Device>,
    pub from: Option<IpAddr>,
}

/// What was given for a code. Something that can be neither is no wrong answer, and is not counted.
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
    /// Counted and throttled as at the sign-in, but never refused for its network: the session shows that this browser
    /// has signed in. A code that was used there is not taken here.
    pub(super) async fn prove_again(&self, who: Member, given: &Again) -> Result<Fresh> {
        let known = given.device.as_ref();
        let known = known.filter(|device| self.has_signed_in(device, &[who.login()]));
        let subject = throttle::Subject::password(&self.parts().macs, who.account(), known);
        let hash = account_of(&self.db().read, who.account()).await?.password_hash;
        let client = self.client_of(who.account());
        // By itself: a code that is refused below does not make the password wrong.
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

    /// A code once more, before an administrator acts. For ten minutes this session may; whoever finds it open later
    /// may not.
    pub async fn prove_admin(
        &self,
        who: &Member,
        session: SessionState,
        typed: &str,
        from: Option<IpAddr>,
    ) -> Result<SessionState> {
        who.admin()?;
        self.prove_code_again(who, typed, from).await?;
        Ok(session.proved_again(self.now()))
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
                // A right code that came twice is no guess, nor is one that is dead whatever it says: the count is given
                // back with the transaction.
                Err(
                    why @ (Refusal::CodeUsed { .. }
                    | Refusal::CodeExpired
                    | Refusal::OtherWay { .. }
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
                // A code that was sent to this session, or the app's: whoever has both may give either.
                let mut of_message = None;
                if who.asked().is_some_and(|asked| asked.by.suffices_for(who.role())) {
                    match self.judge_sent(tx, who.account(), who.asked(), code, now).await? {
                        Ok(()) => return Ok(Ok(())),
                        Err(why) => of_message = Some(why),
                    }
                }
                let of_app = self.judge_code(tx, who.account(), code, now).await?;
                Ok(match (of_app, of_message) {
                    // A sent code is no help to an administrator.
                    (Err(Refusal::OtherWay { .. }), _) if who.is_admin() => Err(Refusal::AppNeeded),
                    // She has no app: what is wrong with the sent one is what she must know.
                    (Err(Refusal::OtherWay { .. }), Some(why)) => Err(why),
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
