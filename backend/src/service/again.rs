//! Password and code once more, before anything changes about how somebody signs in (DESIGN 7.11).

use super::{
    account_rows::account_of,
    audit,
    challenge::{confirmed_factor, spend, used},
    throttle,
};
use crate::{
    Result, Stepwise,
    access::{Fresh, Member},
    db::transaction,
};
use domain::{
    audit::AuditKind,
    code::Code,
    recovery::RecoveryCode,
    refusal::Refusal,
    time::Timestamp,
    totp::{self, Step, Verdict},
};
use sea_orm::DatabaseTransaction;
use std::net::IpAddr;
use zeroize::Zeroizing;

pub struct Again {
    pub password: Zeroizing<String>,
    /// From the app; or a recovery code, for whoever has lost it.
    pub code: String,
    /// The mark of a browser that has signed in to this name before.
    pub known_browser: Option<Vec<u8>>,
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
    /// Counted and throttled as at the sign-in; a code that was used there is not taken here.
    pub(super) async fn prove_again(&self, who: Member, given: &Again) -> Result<Fresh> {
        self.network_may_answer(given.from).await?;
        let now = self.now();
        let macs = &self.parts().macs;
        let subject = throttle::Subject::password(macs, who.login(), given.known_browser.as_deref());
        let attempt = transaction!(self.db(), |tx| throttle::count_first(tx, subject, now).await)?;
        let account = account_of(&self.db().read, who.account()).await?;
        let hash = account.password_hash.as_deref();
        if !self.parts().passwords.verify(&given.password, hash).await? {
            self.network_was_wrong(given.from).await?;
            self.tell_member(Some(who.account()));
            return Err(Refusal::PasswordWrong.into());
        }
        let code_subject = throttle::Subject::code(macs, who.account());
        // By itself: a code that is refused below does not make the password wrong.
        transaction!(self.db(), |tx| attempt.was_right(tx).await)?;
        let proof = Proof::parse(&given.code)?;
        let outcome = transaction!(self.db(), |tx| {
            let attempt = throttle::count(tx, code_subject, now).await?;
            match self.judge_again(tx, &who, &proof, now).await? {
                Ok(()) => {
                    attempt.was_right(tx).await?;
                    Ok(Ok(()))
                }
                // A right code that came twice is no guess: the count is given back with the transaction.
                Err(why @ Refusal::CodeUsed { .. }) => Err(why.into()),
                Err(why) => {
                    attempt.was_wrong(tx, now).await?;
                    audit::record(tx, who.account(), AuditKind::WrongCode, now).await?;
                    Ok(Err(why))
                }
            }
        });
        self.after_answer(who.account(), given.from, &outcome).await?;
        outcome??;
        Ok(Fresh(who))
    }

    async fn judge_again(
        &self,
        tx: &DatabaseTransaction,
        who: &Member,
        proof: &Proof,
        now: Timestamp,
    ) -> Result<Result<(), Refusal>> {
        let code = match proof {
            Proof::Code(code) => code,
            Proof::Spare(code) => {
                let right = self.use_up(tx, who.account(), code, now).await?;
                return Ok(right.then_some(()).ok_or(Refusal::RecoveryCodeWrong));
            }
        };
        let row = confirmed_factor(tx, who.account()).await?;
        let secret = self.secret_of(&row)?;
        let last = row.last_step.and_then(|step| u64::try_from(step).ok());
        let last = last.map(Step::from_number);
        Ok(match totp::judge(&secret, code, now, last) {
            Verdict::Fresh(step) if spend(tx, &row, step).await? => Ok(()),
            Verdict::Fresh(step) => Err(used(step, now)),
            Verdict::Spent(step) => Err(used(step.max(last.unwrap_or(step)), now)),
            Verdict::Wrong => Err(Refusal::CodeWrong),
        })
    }
}
