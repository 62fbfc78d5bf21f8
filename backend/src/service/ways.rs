//! The second factors that a user can choose from: at the challenge, on the account page, and for reauthentication.

use super::{
    audit,
    factors::Factors,
    message_factors::shown,
    pauses,
    progress::{self, Place},
    sign_in::{PasswordAccepted, SignIn},
};
use crate::{
    Result, Stepwise,
    access::{Member, PendingSignIn},
    db::transaction,
};
use domain::{
    account::{AccountKind, Role},
    audit::AuditKind,
    factor::{FactorKind, OfferedFactors},
    ids::AccountId,
    refusal::Refusal,
    session::{PENDING_LIFETIME, SessionState},
    time::Timestamp,
    view::{AdminProof, ChallengeView, FactorsView, ReauthenticationView, SecondFactorView},
};
use sea_orm::ConnectionTrait;

impl Stepwise {
    pub async fn challenge(&self, who: &PendingSignIn) -> Result<ChallengeView> {
        let now = self.now();
        let db = &self.db().read;
        let kind = who.identity.kind;
        let place = progress::place_of(db, who.identity.account).await?;
        let offered = self.accepted_from(db, who, place.as_ref()).await?;
        // If only the app is offered, no further query is needed.
        let ways = match offered.messages() {
            true => self.ways_now(who.identity.account, kind, offered).await?,
            false => vec![app_only()],
        };
        let (must_enrol, help) = self.help_for(who).await?;
        let trusts = kind == AccountKind::Member && who.role != Role::Admin;
        Ok(ChallengeView {
            login: who.login.clone(),
            kind,
            issuer: self.settings().issuer.clone(),
            expires: who.identity.since.after(PENDING_LIFETIME),
            now,
            class: place.map(|place| place.class_state(now)),
            must_enrol,
            help,
            factors: ways,
            sent: who.asked.map(Into::into),
            trust_days: Some(self.settings().trust_browser_days).filter(|days| trusts && *days > 0),
        })
    }

    /// Sends a code for this sign-in only.
    pub async fn send_sign_in_code(
        &self,
        who: &PendingSignIn,
        session: SessionState,
        by: FactorKind,
        agent: &str,
    ) -> Result<SessionState> {
        let db = &self.db().read;
        let place = progress::place_of(db, who.identity.account).await?;
        if !by.is_message() || !self.accepted_from(db, who, place.as_ref()).await?.has(by) {
            return Err(Refusal::NotFound.into());
        }
        let asked = self.send_for(who.identity.account, by, who.asked, agent).await?;
        Ok(session.code_sent(asked))
    }

    /// Sends a code to a signed-in member who changes something.
    pub async fn send_again_code(
        &self,
        who: &Member,
        session: SessionState,
        by: FactorKind,
        agent: &str,
    ) -> Result<SessionState> {
        if !by.is_message() || !self.settings().offered.allowed_to(who.role()).has(by) {
            return Err(Refusal::NotFound.into());
        }
        let asked = self.send_for(who.account(), by, who.sent_code(), agent).await?;
        Ok(session.code_sent(asked))
    }

    /// The codes that a member can have sent for reauthentication.
    pub async fn ways_again(&self, who: &Member) -> Result<ReauthenticationView> {
        let offered = self.settings().offered.allowed_to(who.role());
        let ways = match offered.messages() {
            true => self.ways_now(who.account(), AccountKind::Member, offered).await?,
            false => vec![app_only()],
        };
        Ok(ReauthenticationView {
            factors: ways,
            sent: who.sent_code().map(Into::into),
            now: self.now(),
        })
    }

    /// Whether an administrator may act; otherwise, how they can give a code.
    pub async fn admin_proof(&self, who: &Member, session: &SessionState) -> Result<AdminProof> {
        who.admin()?;
        let until = session.may_act_until(self.now());
        let reauthentication = match until {
            Some(_) => None,
            None => Some(self.ways_again(who).await?),
        };
        Ok(AdminProof {
            until,
            reauthentication,
        })
    }

    pub(super) async fn factors_view(&self, who: &Member, factors: &Factors) -> Result<FactorsView> {
        let offered = self.settings().offered;
        let connected = factors.kinds();
        // The app is offered again to a member who has removed it.
        let missing = FactorKind::ALL.into_iter().filter(|kind| !connected.contains(kind));
        Ok(FactorsView {
            connected: self.ways_of(factors, AccountKind::Member, offered)?,
            offered: missing
                .filter(|kind| offered.allowed_to(who.role()).has(*kind))
                .collect(),
            trusted: self.trusted_browsers(who).await?,
            app_stays: who.is_admin(),
        })
    }

    /// The second factors of a user who signs in over the API.
    pub(super) async fn ways_of_program(&self, who: &PendingSignIn) -> Result<Vec<SecondFactorView>> {
        let db = &self.db().read;
        let kind = who.identity.kind;
        let place = progress::place_of(db, who.identity.account).await?;
        let offered = self.accepted_from(db, who, place.as_ref()).await?;
        self.ways_of(&Factors::of(db, who.identity.account).await?, kind, offered)
    }

    /// Factors whose codes are accepted at the second step. An administrator's are those of the app; if there is none
    /// yet, a sent code is accepted too, and opens only the set-up of an app.
    pub(super) async fn accepted_from(
        &self,
        db: &impl ConnectionTrait,
        who: &PendingSignIn,
        place: Option<&Place>,
    ) -> Result<OfferedFactors> {
        let offered = self.offered_to(who.identity.kind, place);
        let allowed = offered.allowed_to(who.role);
        // The query is needed for administrators only, and only if messages are offered.
        if allowed == offered {
            return Ok(offered);
        }
        let factors = Factors::of(db, who.identity.account).await?;
        Ok(match factors.suffice_for(who.role) {
            true => allowed,
            false => offered,
        })
    }

    /// The refusal for an account without an app: it says how its codes are obtained.
    pub(super) fn other_way(&self, factors: &Factors) -> Refusal {
        let offered = self.settings().offered;
        let ways = factors.kinds().into_iter().filter(|kind| offered.has(*kind));
        Refusal::OtherFactor {
            factors: ways.collect(),
        }
    }

    /// The second factors of an account, and until when no other code may be sent for each.
    async fn ways_now(
        &self,
        account: AccountId,
        kind: AccountKind,
        offered: OfferedFactors,
    ) -> Result<Vec<SecondFactorView>> {
        let db = &self.db().read;
        let mut ways = self.ways_of(&Factors::of(db, account).await?, kind, offered)?;
        if ways.iter().any(|way| way.kind.is_message()) {
            let paused = pauses::pauses(db, account, self.now()).await?;
            for way in &mut ways {
                way.resend_at = pauses::resend_at(&paused, way.kind);
            }
        }
        Ok(ways)
    }

    fn ways_of(
        &self,
        factors: &Factors,
        account: AccountKind,
        offered: OfferedFactors,
    ) -> Result<Vec<SecondFactorView>> {
        let mut ways = Vec::new();
        for row in factors.all_confirmed() {
            let kind = Factors::kind_of(row)?;
            if offered.has(kind) {
                let target = match kind.is_message() {
                    true => Some(shown(account, kind, &self.target_of(row)?)),
                    false => None,
                };
                ways.push(SecondFactorView {
                    kind,
                    target,
                    since: row.confirmed_at.map(Timestamp::from_micros),
                    resend_at: None,
                });
            }
        }
        Ok(ways)
    }

    /// After a member's right password, with a factor connected: a trusted browser may omit the code; otherwise a code
    /// is sent at once if the first factor is a message factor.
    pub(super) async fn second_of_member(
        &self,
        request: &SignIn,
        accepted: PasswordAccepted,
    ) -> Result<PasswordAccepted> {
        let now = self.now();
        let who = accepted.session.pending(now)?;
        let days = self.settings().trust_browser_days;
        if let Some(token) = request.trusted.as_deref().filter(|_| days > 0 && !accepted.is_admin)
            && self.is_trusted(&who, token, now).await?
        {
            transaction!(self.db(), |tx| {
                audit::record(tx, who.account, AuditKind::SignedInTrusted, now).await
            })?;
            return Ok(PasswordAccepted {
                session: accepted.session.trusted(now)?,
                factor_on: false,
                trusted: true,
                ..accepted
            });
        }
        if !self.settings().offered.messages() {
            return Ok(accepted);
        }
        let factors = Factors::of(&self.db().read, who.account).await?;
        let role = match accepted.is_admin {
            true => Role::Admin,
            false => Role::Teacher,
        };
        let offered = match factors.suffice_for(role) {
            true => self.settings().offered.allowed_to(role),
            false => self.settings().offered,
        };
        let first = factors.kinds().into_iter().find(|kind| offered.has(*kind));
        let Some(by) = first.filter(|kind| kind.is_message()) else {
            return Ok(accepted);
        };
        match self.send_for(who.account, by, None, &request.agent).await {
            Ok(asked) => Ok(PasswordAccepted {
                session: accepted.session.code_sent(asked),
                ..accepted
            }),
            // A code was sent a moment ago, to another session of the account: the page says when the next one may be
            // sent.
            Err(crate::Error::Refused(_)) => Ok(accepted),
            Err(error) => Err(error),
        }
    }
}

const fn app_only() -> SecondFactorView {
    SecondFactorView {
        kind: FactorKind::Totp,
        target: None,
        since: None,
        resend_at: None,
    }
}
