//! The second factors that a user can choose from: at the challenge, on the account page, and for reauthentication.

use super::{
    Auth,
    sign_in::{PasswordAccepted, SignIn},
};
use crate::{
    Result,
    access::{Member, PendingSignIn},
    db::transaction,
    factors::{
        account_factors::AccountFactors,
        offered_factors::app_only,
        passkeys::{challenge::Purpose, store},
    },
    members::rescue::requests::help_for,
    operations::audit,
    settings::Settings,
    students::progress,
};
use domain::{
    account::{AccountKind, Role},
    audit::AuditKind,
    factor::FactorKind,
    refusal::Refusal,
    role_requirements::AdminFactors,
    session::{PENDING_LIFETIME, SessionState},
    view::{AdminProof, ChallengeView, FactorsView, ReauthenticationView, SecondFactorView},
};

impl Auth {
    pub async fn challenge(&self, who: &PendingSignIn) -> Result<ChallengeView> {
        let now = self.clock.now();
        let db = &self.db.read;
        let kind = who.identity.kind;
        let place = progress::seat_of(db, &who.identity, who.seat.as_ref()).await?;
        let offered = self.factors.accepted_factors(db, who, place.as_deref()).await?;
        // If only the app is offered, no further query is needed.
        let ways = match offered.others() {
            true => {
                self.factors
                    .current_choices(who.identity.account, kind, offered)
                    .await?
            }
            false => vec![app_only()],
        };
        let passkey = match has_passkeys(&ways) {
            true => {
                let purpose = Purpose::SecondFactor(&who.identity);
                Some(self.factors.passkey_request(who.identity.account, purpose).await?)
            }
            false => None,
        };
        let (must_enrol, help) = help_for(db, self.settings.rescue_email.is_some(), who).await?;
        let trusts = kind == AccountKind::Member && who.role != Role::Admin;
        Ok(ChallengeView {
            login: who.login.clone(),
            kind,
            issuer: self.settings.issuer.clone(),
            expires: who.identity.since.after(PENDING_LIFETIME),
            now,
            hand: place.as_ref().and_then(|place| place.hand()),
            class: place.map(|place| place.class_state(now)),
            must_enrol,
            help,
            factors: ways,
            passkey,
            passkey_obstacle: None,
            sent: who.asked.map(Into::into),
            trust_days: Some(self.settings.trust_browser_days).filter(|days| trusts && *days > 0),
        })
    }

    /// Sends a code that is valid for this sign-in only.
    pub async fn send_sign_in_code(
        &self,
        who: &PendingSignIn,
        session: SessionState,
        by: FactorKind,
        agent: &str,
    ) -> Result<SessionState> {
        let db = &self.db.read;
        let place = progress::seat_of(db, &who.identity, who.seat.as_ref()).await?;
        if !by.is_message() || !self.factors.accepted_factors(db, who, place.as_deref()).await?.has(by) {
            return Err(Refusal::NotFound.into());
        }
        let asked = self
            .factors
            .send_for(who.identity.account, by, who.asked, agent)
            .await?;
        Ok(session.code_sent(asked))
    }

    /// Sends a code to a signed-in member who reauthenticates.
    pub async fn send_reauthentication_code(
        &self,
        who: &Member,
        session: SessionState,
        by: FactorKind,
        agent: &str,
    ) -> Result<SessionState> {
        let Settings {
            offered, admin_factors, ..
        } = *self.settings;
        if !by.is_message() || !offered.allowed_to(who.role(), admin_factors).has(by) {
            return Err(Refusal::NotFound.into());
        }
        let asked = self.factors.send_for(who.account(), by, who.sent_code(), agent).await?;
        Ok(session.code_sent(asked))
    }

    /// The factors with which a member can reauthenticate.
    pub async fn reauthentication_factors(&self, who: &Member) -> Result<ReauthenticationView> {
        let required = match self.settings.admin_factors {
            AdminFactors::Passkey if who.is_admin() => {
                let factors = AccountFactors::of(&self.db.read, who.account()).await?;
                self.factors.required_again(&factors, who.role())
            }
            admins => admins,
        };
        let offered = self.settings.offered.allowed_to(who.role(), required);
        let ways = match offered.others() {
            true => {
                self.factors
                    .current_choices(who.account(), AccountKind::Member, offered)
                    .await?
            }
            false => vec![app_only()],
        };
        let passkey = match has_passkeys(&ways) {
            true => {
                let purpose = Purpose::Reauthenticate(who.identity());
                Some(self.factors.passkey_request(who.account(), purpose).await?)
            }
            false => None,
        };
        Ok(ReauthenticationView {
            factors: ways,
            passkey,
            sent: who.sent_code().map(Into::into),
            now: self.clock.now(),
        })
    }

    /// Whether the administrator has just reauthenticated; if not, which factors they can use for it.
    pub async fn admin_proof(&self, who: &Member, session: &SessionState) -> Result<AdminProof> {
        who.admin()?;
        let until = session.may_act_until(self.clock.now());
        let again = match until {
            Some(_) => None,
            None => Some(self.reauthentication_factors(who).await?),
        };
        Ok(AdminProof {
            until,
            reauthentication: again,
        })
    }

    pub(crate) async fn factors_view(&self, who: &Member, factors: &AccountFactors) -> Result<FactorsView> {
        let Settings {
            offered, admin_factors, ..
        } = *self.settings;
        let connected = factors.kinds();
        // A member who has removed the app can connect an app again. Passkeys have their own section on the page.
        let missing = FactorKind::ALL.into_iter().filter(|kind| !connected.contains(kind));
        Ok(FactorsView {
            connected: self.factors.choices_of(factors, AccountKind::Member, offered)?,
            offered: missing
                .filter(|kind| offered.allowed_to(who.role(), admin_factors).has(*kind) && kind.has_codes())
                .collect(),
            passkeys: match connected.contains(&FactorKind::Passkey) {
                true => {
                    let rows = store::of_account(&self.db.read, who.account()).await?;
                    rows.iter().map(store::shown).collect()
                }
                false => Vec::new(),
            },
            passkey_obstacle: self.settings.relying_party.as_ref().err().cloned(),
            trusted: self.trusted_browsers(who).await?,
            app_stays: who.is_admin()
                && FactorKind::Totp.suffices_for(who.role(), admin_factors)
                && !connected.contains(&FactorKind::Passkey),
        })
    }

    /// The second factors of a user who signs in over the API.
    pub(crate) async fn api_second_factors(&self, who: &PendingSignIn) -> Result<Vec<SecondFactorView>> {
        let db = &self.db.read;
        let kind = who.identity.kind;
        let place = progress::seat_of(db, &who.identity, who.seat.as_ref()).await?;
        let offered = self.factors.accepted_factors(db, who, place.as_deref()).await?;
        self.factors
            .choices_of(&AccountFactors::of(db, who.identity.account).await?, kind, offered)
    }

    /// Runs after a member who has a factor has entered the correct password. In a trusted browser no code is required.
    /// Otherwise a code is sent at once if the member's first factor receives codes by mail or SMS.
    pub(crate) async fn start_second_factor(
        &self,
        request: &SignIn,
        accepted: PasswordAccepted,
    ) -> Result<PasswordAccepted> {
        let now = self.clock.now();
        let who = accepted.session.pending(now)?;
        let days = self.settings.trust_browser_days;
        if let Some(token) = request.trusted.as_deref().filter(|_| days > 0 && !accepted.is_admin)
            && self.is_trusted(&who, token, now).await?
        {
            transaction!(&self.db, |tx| {
                audit::record(tx, who.account, AuditKind::SignedInTrusted, now).await
            })?;
            return Ok(PasswordAccepted {
                session: accepted.session.trusted(now)?,
                factor_on: false,
                trusted: true,
                ..accepted
            });
        }
        if !self.settings.offered.messages() {
            return Ok(accepted);
        }
        let factors = AccountFactors::of(&self.db.read, who.account).await?;
        let role = match accepted.is_admin {
            true => Role::Admin,
            false => Role::Teacher,
        };
        let admins = self.settings.admin_factors;
        let offered = match factors.suffice_for(role, admins) {
            true => self.settings.offered.allowed_to(role, admins),
            false => self.settings.offered,
        };
        let first = factors.kinds().into_iter().find(|kind| offered.has(*kind));
        let Some(by) = first.filter(|kind| kind.is_message()) else {
            return Ok(accepted);
        };
        match self.factors.send_for(who.account, by, None, &request.agent).await {
            Ok(asked) => Ok(PasswordAccepted {
                session: accepted.session.code_sent(asked),
                ..accepted
            }),
            // A code was sent to another session of the account a moment ago. The page says when the next code can be
            // sent.
            Err(crate::Error::Refused(_)) => Ok(accepted),
            Err(error) => Err(error),
        }
    }
}

fn has_passkeys(factors: &[SecondFactorView]) -> bool {
    factors.iter().any(|factor| factor.kind == FactorKind::Passkey)
}
