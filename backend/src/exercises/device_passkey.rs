//! The passkey on the student's own device, in the exercise *passkey*. It is checked like the passkey of a member, but it
//! is no factor of the student: its challenges belong to the exercise, and it signs in to nothing.

use super::{Entered, Exercises, passkey::Stored, progress::record};
use crate::{
    Result,
    access::SignedIn,
    db::transaction,
    factors::passkeys::{
        NewPasskey, PasskeyAnswer,
        challenge::Purpose,
        store::{has_passkey, remove_all},
    },
    members::queries::lock_under_epoch,
};
use domain::{
    exercises::{Exercise, passkey::Mistake},
    refusal::Refusal,
    view::{DevicePasskeyView, SignedByDevice},
};

impl Exercises {
    /// What the page asks the browser for: a passkey if the student has none yet, or else an answer by it.
    pub(super) async fn device_passkey(&self, who: &SignedIn, stored: &Stored) -> Result<DevicePasskeyView> {
        let signed = stored.signed.clone();
        let site = match self.factors.relying_party() {
            Ok(site) => site.origin().to_owned(),
            Err(_) => {
                return Ok(DevicePasskeyView {
                    signed,
                    ..DevicePasskeyView::default()
                });
            }
        };
        let progress = stored.progress;
        let creation = match progress.made {
            true => None,
            false => {
                let purpose = Purpose::ConnectInLesson(&who.identity);
                let owner = (who.account(), who.login());
                Some(self.factors.passkey_creation(purpose, owner, &[])?)
            }
        };
        let request = match progress.needs_device() {
            true => {
                let purpose = Purpose::SignInInLesson(&who.identity);
                Some(self.factors.passkey_request(who.account(), purpose).await?)
            }
            false => None,
        };
        Ok(DevicePasskeyView {
            site,
            creation,
            request,
            obstacle: None,
            signed,
        })
    }

    /// Stores the passkey that the student's device has made. A seat has one.
    pub async fn register_passkey(&self, who: &SignedIn, revision: u32, new: &NewPasskey) -> Result<()> {
        let entered = self.enter(who, Exercise::Passkey).await?;
        self.accepts(&entered, revision)?;
        let mut next = self.stored_passkey(who, &entered).await?;
        next.progress = next.progress.after_registering()?;
        let step = next.step(false)?;
        let at = (entered.exercise, &entered.progress);
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            lock_under_epoch(tx, &who.identity, now).await?;
            remove_all(tx, who.account()).await?;
            let purpose = Purpose::ConnectInLesson(&who.identity);
            self.factors
                .store_passkey(tx, purpose, (who.account(), new, who.login()), now)
                .await?;
            record(tx, &self.keys, &entered.place, at, &step, now).await
        })
    }

    /// Judges the answer of the device. A wrong answer uses the challenge up and is counted, as on the practice phone.
    pub async fn check_device_passkey(&self, who: &SignedIn, revision: u32, answer: &PasskeyAnswer) -> Result<()> {
        let entered = self.enter(who, Exercise::Passkey).await?;
        self.accepts(&entered, revision)?;
        let stored = self.stored_passkey(who, &entered).await?;
        if !stored.progress.needs_device() {
            return Err(Refusal::RoundOver.into());
        }
        let at = (entered.exercise, &entered.progress);
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            lock_under_epoch(tx, &who.identity, now).await?;
            let purpose = Purpose::SignInInLesson(&who.identity);
            let used = self
                .factors
                .use_passkey(tx, &who.identity, purpose, answer, now)
                .await?;
            let mut next = stored.clone();
            let mistake = match used {
                Ok(_) => None,
                Err(_) => Some(Mistake::Changed),
            };
            next.progress = next.progress.after_check(mistake);
            if mistake.is_none() {
                next.signed = Some(self.signed_by(answer)?);
            }
            record(tx, &self.keys, &entered.place, at, &next.step(true)?, now).await
        })
    }

    fn signed_by(&self, answer: &PasskeyAnswer) -> Result<SignedByDevice> {
        let (challenge, signature) = answer.signed();
        Ok(SignedByDevice {
            site: self.factors.relying_party()?.origin().to_owned(),
            challenge,
            signature,
        })
    }

    /// The progress that is stored. The passkey of the device goes with a reset of the student's factors; the student
    /// then makes another one.
    pub(super) async fn stored_passkey(&self, who: &SignedIn, entered: &Entered) -> Result<Stored> {
        let mut stored = Stored::of(&entered.progress.state)?;
        let progress = stored.progress;
        if progress.needs_device() && !has_passkey(&self.db.read, who.account()).await? {
            stored.progress = progress.after_removal();
        }
        Ok(stored)
    }
}
