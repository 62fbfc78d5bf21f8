//! The exercise *the thief*. What a student types on the page of the thief is judged as at a sign-in, but only for the
//! student's own account, and is not stored.

mod stolen_code;

use super::{
    Entered, Exercises, Step,
    passkey::phone_of,
    practice_passkey::{PracticePhone, new_challenge},
    progress::read,
};
use crate::{Error, Result, access::SignedIn, auth::SignIn, random};
use domain::{
    code::Code,
    exercises::{
        Exercise,
        addresses::{Lookalike, Part, SITE},
        phishing::{PhishingAct, PhishingProgress, Scene},
    },
    refusal::Refusal,
    session::SessionState,
    typing::read_credentials,
    view::PhishingView,
};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use stolen_code::StolenCode;

/// What is stored, sealed, between two requests.
#[derive(Default, Serialize, Deserialize)]
struct Stored {
    progress: PhishingProgress,
    /// The phone of a student who has no passkey from the exercise *passkey*.
    phone: PracticePhone,
}

impl Exercises {
    pub async fn phishing(&self, who: &SignedIn) -> Result<PhishingView> {
        let entered = self.enter(who, Exercise::Phishing).await?;
        let stored = Stored::of(&entered)?;
        let scene = stored.progress.scene(who.identity.epoch);
        let has_passkey = match scene {
            Scene::Passkey => self.phone_with_passkey(&entered, stored.phone).await?.is_some(),
            _ => false,
        };
        Ok(PhishingView {
            state: entered.class_state(self.clock.now()),
            revision: entered.progress.revision,
            number: entered.place.number(),
            class_title: entered.place.title.clone(),
            scene,
            progress: stored.progress,
            has_passkey,
        })
    }

    /// Does what a button of the page asks for. `revision` is the one of the page.
    pub async fn act_on_phishing(&self, who: &SignedIn, revision: u32, act: PhishingAct) -> Result<()> {
        let entered = self.enter(who, Exercise::Phishing).await?;
        let mut stored = Stored::of(&entered)?;
        let in_scene = |scene| stored.progress.in_scene(scene, who.identity.epoch);
        match act {
            PhishingAct::OpenLink => stored.progress = in_scene(Scene::Mail)?.after_opening(),
            PhishingAct::MakePasskey => {
                in_scene(Scene::Passkey)?;
                let phone = std::mem::take(&mut stored.phone);
                if self.phone_with_passkey(&entered, phone).await?.is_some() {
                    return Err(Refusal::RoundOver.into());
                }
                stored.phone.make_passkey(SITE, random::bytes()?, random::bytes()?)?;
            }
            PhishingAct::UsePasskey => {
                let progress = in_scene(Scene::Passkey)?;
                let phone = std::mem::take(&mut stored.phone);
                let phone = self.phone_with_passkey(&entered, phone).await?;
                let mut phone = phone.ok_or(Refusal::RoundOver)?;
                let lookalike = Lookalike::of_seat(entered.place.number());
                if phone.sign(lookalike.host(), &new_challenge()?).is_some() {
                    return Err(Error::Corrupt("practice passkey of another site"));
                }
                stored.progress = progress.after_passkey();
            }
        }
        self.step(&entered, revision, &stored.step(false)?).await
    }

    /// The thief tries the typed password at the real sign-in. Only the login of this seat is looked up there, so another
    /// login costs its owner nothing and reveals nothing.
    pub async fn type_password(&self, who: &SignedIn, revision: u32, typed: &SignIn) -> Result<()> {
        let entered = self.enter(who, Exercise::Phishing).await?;
        let mut stored = Stored::of(&entered)?;
        let progress = stored.progress.in_scene(Scene::Password, who.identity.epoch)?;
        self.accepts(&entered, revision)?;
        let is_own = read_credentials(&typed.name, &typed.password).name == who.login();
        stored.progress = match is_own {
            false => progress.after_other_login(),
            true => {
                let accepted = self.auth.password_accepted(typed, SessionState::default()).await?;
                let identity = accepted.session.identity().ok_or(Refusal::SignInFailed)?;
                progress.after_password(identity.epoch)
            }
        };
        self.step(&entered, revision, &stored.step(true)?).await
    }

    /// The thief signs in with the typed code. The code is used up, and what the thief gets is over before anybody else
    /// can see it.
    pub async fn type_code(&self, who: &SignedIn, revision: u32, typed: &str, from: Option<IpAddr>) -> Result<()> {
        let entered = self.enter(who, Exercise::Phishing).await?;
        let stored = Stored::of(&entered)?;
        stored.progress.in_scene(Scene::Code, who.identity.epoch)?;
        self.accepts(&entered, revision)?;
        let guess = StolenCode {
            exercises: self,
            who,
            entered: &entered,
            stored: &stored,
            code: Code::parse(typed).map_err(Refusal::from)?,
            from,
        };
        self.auth.attempt(&guess).await
    }

    /// Judges which part of the address the student has pointed at.
    pub async fn point_at(&self, who: &SignedIn, revision: u32, part: Part) -> Result<()> {
        let entered = self.enter(who, Exercise::Phishing).await?;
        let mut stored = Stored::of(&entered)?;
        let lookalike = Lookalike::of_seat(entered.place.number());
        stored.progress = stored.progress.pointed_at(part, lookalike, who.identity.epoch)?;
        self.step(&entered, revision, &stored.step(true)?).await
    }

    /// The phone of the exercise *passkey*, or else `own`; `None` if neither has a passkey.
    async fn phone_with_passkey(&self, entered: &Entered, own: PracticePhone) -> Result<Option<PracticePhone>> {
        let progress = read(&self.db.read, &self.keys, &entered.place, Exercise::Passkey).await?;
        let phones = [phone_of(&progress.state)?, own];
        Ok(phones.into_iter().find(PracticePhone::has_passkeys))
    }
}

impl Stored {
    fn of(entered: &Entered) -> Result<Self> {
        match &*entered.progress.state {
            [] => Ok(Self::default()),
            state => serde_json::from_slice(state).map_err(|_| Error::Corrupt("state of the exercise phishing")),
        }
    }

    fn step(&self, is_attempt: bool) -> Result<Step> {
        Ok(Step {
            state: serde_json::to_vec(self).map_err(|_| Error::Corrupt("state of the exercise phishing"))?,
            is_attempt,
            passes: self.progress.passed(),
        })
    }
}
