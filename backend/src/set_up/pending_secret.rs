//! The pending secret of an authenticator app: creates it for a session or an API client, and shows it again.

use super::SetUp;
use crate::{
    Result,
    access::MaySetUp,
    db::{Writes, transaction},
    factors::account_factors::AccountFactors,
    members::queries::lock,
    random,
    students::progress,
};
use domain::{
    account::AccountKind,
    class::ClassState,
    factor::FactorKind,
    hand::Hand,
    ids::FactorId,
    refusal::Refusal,
    stage::Stage,
    time::Timestamp,
    totp::{self, TotpSecret},
};

/// A pending secret, as the page of its session shows it.
pub struct PendingSecret {
    pub login: String,
    pub kind: AccountKind,
    pub secret: TotpSecret,
    pub otpauth_uri: String,
    pub lesson_ends: Option<Timestamp>,
    pub class: Option<ClassState>,
    pub hand: Option<Hand>,
}

impl SetUp {
    /// Returns the pending secret that was shown before, or creates a new one. The secret belongs to a session, or to
    /// an API client until `program_until`. A student reaches stage 2.
    pub(crate) async fn pending_secret(
        &self,
        who: &MaySetUp,
        opened_before: Option<FactorId>,
        may_replace: bool,
        program_until: Option<Timestamp>,
    ) -> Result<(FactorId, PendingSecret)> {
        self.may_have_app(who)?;
        let now = self.clock.now();
        let db = &self.db.read;
        let place = progress::seat_of(db, &who.identity, who.seat.as_ref()).await?;
        let factors = AccountFactors::of(db, who.account()).await?;
        check_replaceable(&factors, may_replace)?;
        let known = factors.pending(opened_before);
        let opens_first = place
            .as_deref()
            .filter(|place| !place.stages().is_reached(Stage::SetupOpened));
        // After the first time, the set-up can be opened even while the class is paused.
        if place.as_ref().map(|place| place.class_state(now)) == Some(ClassState::Ended) {
            return Err(Refusal::ClassEnded.into());
        }
        let (factor, secret) = match known {
            Some(known) => (FactorId::from_uuid(known.id), self.factors.secret_of(known)?),
            None => (
                FactorId::new(now, random::bytes()?),
                TotpSecret::from_bytes(random::bytes()?),
            ),
        };
        if known.is_none() || opens_first.is_some() {
            transaction!(&self.db, |tx| {
                // This secret does not end with a session: after the owner has connected a factor, a password alone must
                // not make another one.
                if program_until.is_some() {
                    lock(tx, who.account()).await?;
                    check_replaceable(&AccountFactors::of(tx, who.account()).await?, may_replace)?;
                }
                let mut writes = Writes::default();
                if known.is_none() {
                    let fresh = (factor, &secret);
                    self.factors
                        .insert_pending(&mut writes, who.account(), &factors, fresh, program_until, now)?;
                }
                match opens_first {
                    Some(place) => {
                        progress::reach_with(tx, place, Stage::SetupOpened, writes, now).await?;
                        Ok(())
                    }
                    None => writes.run(tx).await,
                }
            })?;
        }
        let otpauth_uri = totp::otpauth_uri(&self.settings.issuer, who.login(), &secret);
        Ok((
            factor,
            PendingSecret {
                login: who.login().to_owned(),
                kind: who.kind(),
                secret,
                otpauth_uri,
                lesson_ends: place.as_ref().map(|place| place.expires()),
                hand: place.as_ref().and_then(|place| place.hand()),
                class: place.map(|place| place.class_state(now)),
            },
        ))
    }

    /// An administrator who must use a passkey connects no app, because a code of the app would not sign in.
    pub(super) fn may_have_app(&self, who: &MaySetUp) -> Result<()> {
        let admins = self.settings.admin_factors;
        match FactorKind::Totp.suffices_for(who.role(), admins) {
            true => Ok(()),
            false => Err(admins.refusal().into()),
        }
    }
}

/// A connected factor is replaced only after the user has entered one of its codes.
pub(super) fn check_replaceable(factors: &AccountFactors, may_replace: bool) -> Result<()> {
    match factors.is_on() && !may_replace {
        true => Err(Refusal::AlreadyConnected.into()),
        false => Ok(()),
    }
}
