//! A simulated student: does one act with the services that pages use. What the student's browser and phone would
//! remember is derived from the database.

use super::Rehearsals;
use crate::{
    Error, Result,
    access::{SessionOwner, SignedIn},
    auth::SignIn,
    entity::account,
    factors::account_factors::AccountFactors,
};
use domain::{
    account::AccountKind,
    exercises::message::{Harm, StrangersInbox},
    factor::FactorKind,
    ids::{AccountId, FactorId},
    locale::Locale,
    refusal::Refusal,
    rehearsal::Act,
    session::{Identity, SessionState},
    totp::{Step, TotpSecret},
    view::ShownMessage,
};

const WRONG_PASSWORD: &str = "amber-otter-0000";
/// Steps by which the clock of a student's phone is behind: four minutes.
const LATE_STEPS: u64 = 8;

pub struct Student<'a> {
    at: &'a Rehearsals,
    account: &'a account::Model,
}

impl<'a> Student<'a> {
    pub const fn new(at: &'a Rehearsals, account: &'a account::Model) -> Self {
        Self { at, account }
    }

    pub async fn does(&self, act: Act, locale: Locale, message: fn(Locale) -> String) -> Result<()> {
        let at = self.at;
        let now = Step::at(at.clock.now()).number();
        match act {
            Act::SignIn => {
                let password = at.classes.password_of(self.account)?;
                self.signs_in(password).await.map(drop)
            }
            Act::WrongPassword => self.signs_in(WRONG_PASSWORD.to_owned()).await.map(drop),
            Act::OpenSetUp => self.opens_set_up().await,
            Act::WrongCode => self.connects(now + 1000).await,
            Act::LateCode => self.connects(now.saturating_sub(LATE_STEPS)).await,
            // A code that has just ended is accepted too. So the code of this moment is left for the sign-in.
            Act::Connect => self.connects(now.saturating_sub(1)).await,
            Act::SignInWithCode => self.signs_in_with_code(now).await,
            Act::RaiseHand => at.students.raise_hand(&self.signed_in().await?, 0).await,
            Act::SendMessage => {
                let who = self.signed_in().await?;
                let view = at.exercises.message(&who).await?;
                let exercises = &at.exercises;
                exercises
                    .send_message(&who, view.revision, &message(locale), locale)
                    .await
            }
            Act::AnswerMessage => self.answers(harm_of).await,
            Act::GuessMessage => self.answers(|_| Harm::Integrity).await,
        }
    }

    async fn signs_in(&self, password: String) -> Result<SessionState> {
        let request = SignIn {
            name: self.account.username.clone(),
            password,
            device: None,
            from: None,
            trusted: None,
            agent: String::new(),
        };
        Ok(self.at.auth.sign_in(request, SessionState::default()).await?.session)
    }

    /// The session of a browser in which the student has signed in before.
    fn session(&self) -> Result<SessionState> {
        let identity = Identity {
            account: self.id(),
            kind: AccountKind::Student,
            epoch: u32::try_from(self.account.epoch).map_err(|_| Error::Corrupt("epoch"))?,
            since: self.at.clock.now(),
        };
        Ok(SessionState::default().password_accepted(identity, false))
    }

    async fn signed_in(&self) -> Result<SignedIn> {
        let session = self.session()?;
        self.at.access.signed_in(&session, &SessionOwner::default()).await
    }

    async fn opens_set_up(&self) -> Result<()> {
        let session = self.session()?;
        let who = self.at.access.may_set_up(&session, &SessionOwner::default()).await?;
        self.at.set_up.open_set_up(&who, &session).await.map(drop)
    }

    async fn connects(&self, step: u64) -> Result<()> {
        let factors = AccountFactors::of(&self.at.db.read, self.id()).await?;
        let pending = factors.newest_pending().ok_or(Refusal::SetUpFirst)?;
        let code = code_of(&self.at.factors.secret_of(pending)?, step);
        let session = self.session()?.set_up_opened(FactorId::from_uuid(pending.id));
        let who = self.at.access.may_set_up(&session, &SessionOwner::default()).await?;
        self.at.set_up.connect(&who, session, &code).await.map(drop)
    }

    async fn signs_in_with_code(&self, step: u64) -> Result<()> {
        let at = self.at;
        let session = self.signs_in(at.classes.password_of(self.account)?).await?;
        let who = at.access.pending(&session, &SessionOwner::default()).await?;
        let factors = AccountFactors::of(&at.db.read, self.id()).await?;
        let connected = factors.confirmed(FactorKind::Totp).ok_or(Refusal::SetUpFirst)?;
        let code = code_of(&at.factors.secret_of(connected)?, step);
        let proof = (FactorKind::Totp, code.as_str());
        at.auth.verify_code(&who, session, proof, None, None).await.map(drop)
    }

    async fn answers(&self, answer: fn(&ShownMessage) -> Harm) -> Result<()> {
        let who = self.signed_in().await?;
        let exercises = &self.at.exercises;
        let view = exercises.message(&who).await?;
        let shown = view.shown.ok_or(Refusal::RoundOver)?;
        exercises.answer_message(&who, view.revision, answer(&shown)).await
    }

    const fn id(&self) -> AccountId {
        AccountId::from_uuid(self.account.id)
    }
}

fn code_of(secret: &TotpSecret, step: u64) -> String {
    secret.code_at(Step::from_number(step)).as_str().to_owned()
}

/// What a student sees who reads both inboxes.
fn harm_of(shown: &ShownMessage) -> Harm {
    match (&shown.delivered, shown.stranger) {
        (_, StrangersInbox::Copy) => Harm::Confidentiality,
        (None, _) => Harm::Availability,
        (Some(delivered), _) if shown.sent.starts_with(delivered.as_str()) => Harm::Availability,
        (Some(_), _) => Harm::Integrity,
    }
}
