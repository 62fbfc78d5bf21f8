//! The exercise *passkey*: a passkey on the practice phone or on the student's own device (`device_passkey.rs`), a sign-in
//! with it, and a site for which it is useless.

use super::{
    Exercises, Step,
    practice_passkey::{PracticePhone, RegisteredPasskey, new_challenge},
};
use crate::{Error, Result, access::SignedIn, random};
use domain::{
    exercises::{
        Exercise,
        addresses::{Lookalike, SITE},
        passkey::{CHALLENGE_LIFETIME, Mistake, PasskeyAct, PasskeyProgress, Reason},
    },
    refusal::Refusal,
    time::Timestamp,
    view::{CeremonyView, PhoneAnswer, PracticePasskeyView, SignedByDevice},
};
use serde::{Deserialize, Serialize};

/// What is stored, sealed, between two requests: the progress, and both sides of the practice passkey.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Stored {
    pub(super) progress: PasskeyProgress,
    phone: PracticePhone,
    registered: Option<RegisteredPasskey>,
    /// The sign-in that has begun. Each answer ends it, so a challenge is used once.
    ceremony: Option<Ceremony>,
    /// What the student's own device has signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) signed: Option<SignedByDevice>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Ceremony {
    challenge: String,
    began: Timestamp,
    answer: Option<PhoneAnswer>,
}

impl Exercises {
    pub async fn passkey(&self, who: &SignedIn) -> Result<PracticePasskeyView> {
        let entered = self.enter(who, Exercise::Passkey).await?;
        let stored = self.stored_passkey(who, &entered).await?;
        let device = self.device_passkey(who, &stored).await?;
        Ok(PracticePasskeyView {
            device,
            state: entered.class_state(self.clock.now()),
            revision: entered.progress.revision,
            number: entered.place.number(),
            progress: stored.progress,
            ceremony: stored.ceremony.map(|ceremony| CeremonyView {
                challenge: ceremony.challenge,
                answer: ceremony.answer,
            }),
        })
    }

    /// Does what a button of the page asks for. `revision` is the one of the page.
    pub async fn act_on_passkey(&self, who: &SignedIn, revision: u32, act: PasskeyAct) -> Result<()> {
        let entered = self.enter(who, Exercise::Passkey).await?;
        let stored = self.stored_passkey(who, &entered).await?;
        let lookalike = Lookalike::of_seat_for_passkeys(entered.place.number());
        let next = match act {
            PasskeyAct::Make => stored.with_passkey()?,
            PasskeyAct::Begin => stored.with_challenge(self.clock.now())?,
            PasskeyAct::Confirm => stored.confirmed()?,
            PasskeyAct::TryElsewhere => stored.tried_on(lookalike.host())?,
        };
        self.step(&entered, revision, &next.step(false)?).await
    }

    /// The site checks the answer of the phone. The revision of the step is compared and raised by one statement, so a
    /// challenge is used once.
    pub async fn check_passkey(&self, who: &SignedIn, revision: u32, answer: &PhoneAnswer) -> Result<()> {
        let entered = self.enter(who, Exercise::Passkey).await?;
        let next = Stored::of(&entered.progress.state)?.checked(answer, self.clock.now())?;
        self.step(&entered, revision, &next.step(true)?).await
    }

    /// Judges the answer to the question at the end.
    pub async fn answer_passkey(&self, who: &SignedIn, revision: u32, reason: Reason) -> Result<()> {
        let entered = self.enter(who, Exercise::Passkey).await?;
        let mut next = Stored::of(&entered.progress.state)?;
        next.progress = next.progress.answered(reason)?;
        self.step(&entered, revision, &next.step(true)?).await
    }
}

/// The phone in a stored state of this exercise.
pub(super) fn phone_of(state: &[u8]) -> Result<PracticePhone> {
    Ok(Stored::of(state)?.phone)
}

impl Stored {
    pub(super) fn of(state: &[u8]) -> Result<Self> {
        match state {
            [] => Ok(Self::default()),
            state => serde_json::from_slice(state).map_err(|_| Error::Corrupt("state of the exercise passkey")),
        }
    }

    fn with_passkey(mut self) -> Result<Self> {
        self.progress = self.progress.after_making()?;
        self.registered = Some(self.phone.make_passkey(SITE, random::bytes()?, random::bytes()?)?);
        Ok(self)
    }

    fn with_challenge(mut self, now: Timestamp) -> Result<Self> {
        self.progress = self.progress.begun()?;
        self.ceremony = Some(Ceremony {
            challenge: new_challenge()?,
            began: now,
            answer: None,
        });
        Ok(self)
    }

    fn confirmed(mut self) -> Result<Self> {
        let ceremony = self.ceremony.as_mut().ok_or(Refusal::RoundOver)?;
        if ceremony.answer.is_none() {
            ceremony.answer = self.phone.sign(SITE, &ceremony.challenge);
        }
        Ok(self)
    }

    /// The other site asks with a challenge that it has got from the real site.
    fn tried_on(mut self, host: &str) -> Result<Self> {
        match self.phone.sign(host, &new_challenge()?) {
            None => self.progress = self.progress.after_refusal()?,
            Some(_) => return Err(Error::Corrupt("practice passkey of another site")),
        }
        Ok(self)
    }

    fn checked(mut self, answer: &PhoneAnswer, now: Timestamp) -> Result<Self> {
        let ceremony = self.ceremony.take().ok_or(Refusal::RoundOver)?;
        let registered = self.registered.as_mut().ok_or(Refusal::RoundOver)?;
        let mistake = if now.since(ceremony.began) >= CHALLENGE_LIFETIME {
            Some(Mistake::Late)
        } else if registered.accepts(SITE, &ceremony.challenge, answer) {
            None
        } else {
            Some(Mistake::Changed)
        };
        self.progress = self.progress.after_check(mistake);
        Ok(self)
    }

    pub(super) fn step(&self, is_attempt: bool) -> Result<Step> {
        let state = serde_json::to_vec(self).map_err(|_| Error::Corrupt("state of the exercise passkey"))?;
        Ok(Step {
            state,
            is_attempt,
            passes: self.progress.passed(),
        })
    }
}
