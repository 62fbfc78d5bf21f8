//! Which second factors an account can use now, and how the pages show them.

use super::{Factors, account_factors::AccountFactors, resend_cooldown};
use crate::{Result, access::PendingSignIn, students::progress::StudentSeat};
use domain::{
    account::{AccountKind, Role},
    exercises::Exercise,
    factor::{FactorKind, OfferedFactors},
    ids::AccountId,
    refusal::Refusal,
    role_requirements::AdminFactors,
    sent_code,
    stage::Stage,
    time::Timestamp,
    view::SecondFactorView,
};
use sea_orm::ConnectionTrait;

impl Factors {
    /// The factors that an account can use. Members can use the factors that the operator offers. Students can use codes
    /// by mail and SMS besides the app after they have reached the last stage, if their teacher has opened the exercise
    /// with mail and SMS.
    pub(crate) fn offered_to(&self, kind: AccountKind, place: Option<&StudentSeat>) -> OfferedFactors {
        match (kind, place) {
            (AccountKind::Member, _) => self.settings.offered,
            (AccountKind::Student, Some(place)) => {
                let is_open = place.lesson().is_open(Exercise::Messages);
                let practises = is_open && place.stages().is_reached(Stage::SignedIn2fa);
                OfferedFactors {
                    email: practises,
                    sms: practises,
                    ..OfferedFactors::default()
                }
            }
            (AccountKind::Student, None) => OfferedFactors::default(),
        }
    }

    /// The factors that are accepted at the second step of the sign-in. Administrators need an app or a passkey, or a
    /// passkey if the operator requires one. If they have none of these yet, their other factors are accepted, but allow
    /// only the set-up of the required factor.
    pub(crate) async fn accepted_factors(
        &self,
        db: &impl ConnectionTrait,
        who: &PendingSignIn,
        place: Option<&StudentSeat>,
    ) -> Result<OfferedFactors> {
        let offered = self.offered_to(who.identity.kind, place);
        let allowed = offered.allowed_to(who.role, self.settings.admin_factors);
        // The query below is needed only for administrators, and only if some offered factors are not enough for them.
        if allowed == offered {
            return Ok(offered);
        }
        let factors = AccountFactors::of(db, who.identity.account).await?;
        Ok(self.accepted_of(&factors, who, place))
    }

    /// Like `accepted_factors`, for factors that were read before.
    pub(crate) fn accepted_of(
        &self,
        factors: &AccountFactors,
        who: &PendingSignIn,
        place: Option<&StudentSeat>,
    ) -> OfferedFactors {
        let offered = self.offered_to(who.identity.kind, place);
        let admins = self.settings.admin_factors;
        match factors.suffice_for(who.role, admins) {
            true => offered.allowed_to(who.role, admins),
            false => offered,
        }
    }

    /// What a factor must be for a member of this role who reauthenticates. An administrator who was signed in when the
    /// operator began to require passkeys confirms with the app that a passkey may be added.
    pub(crate) fn required_again(&self, factors: &AccountFactors, role: Role) -> AdminFactors {
        let admins = self.settings.admin_factors;
        match factors.suffice_for(role, admins) {
            true => admins,
            false => AdminFactors::default(),
        }
    }

    /// The refusal for an account without an app. It lists the factors that the account can use instead.
    pub(crate) fn app_missing(&self, factors: &AccountFactors) -> Refusal {
        let offered = self.settings.offered;
        let ways = factors
            .kinds()
            .into_iter()
            .filter(|kind| offered.has(*kind) && kind.has_codes());
        Refusal::OtherFactor {
            factors: ways.collect(),
        }
    }

    /// The second factors of an account. For each factor it says when the next code can be sent.
    pub(crate) async fn current_choices(
        &self,
        account: AccountId,
        kind: AccountKind,
        offered: OfferedFactors,
    ) -> Result<Vec<SecondFactorView>> {
        let db = &self.db.read;
        let mut ways = self.choices_of(&AccountFactors::of(db, account).await?, kind, offered)?;
        if ways.iter().any(|way| way.kind.is_message()) {
            let paused = resend_cooldown::cooldowns(db, account, self.clock.now()).await?;
            for way in &mut ways {
                way.resend_at = resend_cooldown::resend_at(&paused, way.kind);
            }
        }
        Ok(ways)
    }

    pub(crate) fn choices_of(
        &self,
        factors: &AccountFactors,
        account: AccountKind,
        offered: OfferedFactors,
    ) -> Result<Vec<SecondFactorView>> {
        let mut ways = Vec::new();
        for row in factors.all_confirmed() {
            let kind = AccountFactors::kind_of(row)?;
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
}

/// The e-mail address or phone number as pages show it. The practice number of a student belongs to no real phone, so
/// it is not masked.
pub(crate) fn shown(kind: AccountKind, by: FactorKind, to: &str) -> String {
    match kind {
        AccountKind::Student => to.to_owned(),
        AccountKind::Member => sent_code::mask_recipient(by, to),
    }
}

pub(crate) const fn app_only() -> SecondFactorView {
    SecondFactorView {
        kind: FactorKind::Totp,
        target: None,
        since: None,
        resend_at: None,
    }
}
