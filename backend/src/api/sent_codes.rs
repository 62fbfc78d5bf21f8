//! Codes by mail and SMS for API clients. They have no session in which the server could remember the sent code.
//! Instead, the client gets a sealed attempt and returns it with the code.

use super::Api;
use crate::{
    Error, Result,
    access::{PendingSignIn, SessionOwner},
    auth::sign_in::PasswordAccepted,
    factors::account_factors::AccountFactors,
};
use domain::{
    factor::FactorKind,
    ids::AccountId,
    refusal::Refusal,
    sent_code::{CODE_LIFETIME, SentCode},
    session::Identity,
    time::Timestamp,
};
use std::net::IpAddr;
use zeroize::Zeroizing;

/// Used in mails instead of the name of a browser.
pub(crate) const AGENT: &str = "JSON API";

pub struct SendApiCode {
    pub name: String,
    pub password: Zeroizing<String>,
    /// The factor to which the code is sent. `None` selects the account's first factor that receives codes (mail or
    /// SMS).
    pub by: Option<FactorKind>,
    /// The client's previous attempt, whose code becomes invalid.
    pub instead_of: Option<String>,
    pub from: Option<IpAddr>,
}

/// The answer when a code was sent.
#[derive(Debug)]
pub struct SentApiCode {
    /// The client returns this text with the code, which is valid for this attempt only.
    pub attempt: String,
    pub by: FactorKind,
    /// The masked e-mail address or phone number to which the code was sent.
    pub target: Option<String>,
    /// All second factors of the account, in the order that its owner has set.
    pub ways: Vec<FactorKind>,
    pub expires: Timestamp,
    pub resend_at: Timestamp,
}

impl Api {
    pub async fn send_api_code(&self, request: SendApiCode) -> Result<SentApiCode> {
        let accepted = self
            .check_api_password(request.name, &request.password, request.from)
            .await?;
        if !accepted.factor_on {
            return Err(Refusal::SetUpFirst.into());
        }
        let (who, _) = self.pending_api_sign_in(&accepted, None).await?;
        let ways = self.auth.api_second_factors(&who).await?;
        let kinds: Vec<_> = ways.iter().map(|way| way.kind).collect();
        let mut sendable = ways.into_iter().filter(|way| way.kind.is_message());
        let way = sendable.find(|way| request.by.is_none_or(|by| way.kind == by));
        let Some(way) = way else {
            return Err(Refusal::OtherFactor { factors: kinds }.into());
        };
        let before = request
            .instead_of
            .and_then(|attempt| self.opened_attempt(&who.identity, &attempt));
        let asked = self
            .factors
            .send_for(who.identity.account, way.kind, before, AGENT)
            .await?;
        Ok(SentApiCode {
            attempt: self.sealed_attempt(&who.identity, asked)?,
            by: way.kind,
            target: way.target,
            ways: kinds,
            expires: asked.at.after(CODE_LIFETIME),
            resend_at: asked.resend_at(),
        })
    }

    /// The pending sign-in, and the kind of factor that the code belongs to: the factor of the attempt, or the
    /// authenticator app if there is no attempt.
    pub(crate) async fn pending_api_sign_in(
        &self,
        accepted: &PasswordAccepted,
        attempt: Option<&str>,
    ) -> Result<(PendingSignIn, FactorKind)> {
        let who = self.access.pending(&accepted.session, &SessionOwner::default()).await?;
        let Some(attempt) = attempt else {
            return Ok((who, FactorKind::Totp));
        };
        // An attempt of another account, or from before the last change of the factors, is refused as expired.
        let asked = self
            .opened_attempt(&who.identity, attempt)
            .ok_or(Refusal::CodeExpired)?;
        let who = PendingSignIn {
            asked: Some(asked),
            ..who
        };
        Ok((who, asked.by))
    }

    /// The refusal for a client that sends only the password, although the account has a factor. It says which code is
    /// required in addition, and how the client gets this code.
    pub(crate) async fn already_connected(&self, accepted: &PasswordAccepted) -> Result<Refusal> {
        let who = self.access.pending(&accepted.session, &SessionOwner::default()).await?;
        let factors = AccountFactors::of(&self.db.read, who.identity.account).await?;
        Ok(match factors.confirmed(FactorKind::Totp) {
            Some(_) => Refusal::AlreadyConnected,
            None => self.factors.app_missing(&factors),
        })
    }

    fn sealed_attempt(&self, who: &Identity, asked: SentCode) -> Result<String> {
        let asked_as_text = serde_json::to_string(&asked).map_err(|_| Error::Corrupt("attempt"))?;
        self.sealer.seal(&purpose(who), &asked_as_text, asked.at, CODE_LIFETIME)
    }

    fn opened_attempt(&self, who: &Identity, attempt: &str) -> Option<SentCode> {
        let opened = self.sealer.open(&purpose(who), attempt, self.clock.now())?;
        serde_json::from_str(&opened).ok()
    }
}

fn purpose(who: &Identity) -> String {
    let (account, epoch): (AccountId, u32) = (who.account, who.epoch);
    format!("attempt:{account}:{epoch}")
}
