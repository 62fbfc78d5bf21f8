//! Moves the students of a rehearsal through the lesson.

use super::Rehearsals;
use crate::{
    Error, Result,
    access::{SessionOwner, SignedIn},
    auth::SignIn,
    crypto::context,
    entity::{account, seat},
};
use domain::{
    exercises::message::{Harm, StrangersInbox},
    factor::FactorKind,
    ids::{AccountId, ClassId},
    locale::Locale,
    refusal::Refusal,
    rehearsal::{Act, script},
    session::SessionState,
    totp::{Step, TotpSecret},
    view::ShownMessage,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::{collections::VecDeque, time::Duration};

const WRONG_PASSWORD: &str = "amber-otter-0000";
/// Steps by which the clock of a student's phone is behind: four minutes.
const LATE_STEPS: u64 = 8;

/// All simulated students of one rehearsal.
pub struct Walk {
    service: Rehearsals,
    locale: Locale,
    message: String,
    students: Vec<Student>,
}

/// A simulated student with what their browser and phone remember.
struct Student {
    login: String,
    password: String,
    session: SessionState,
    secret: Option<TotpSecret>,
    acts: VecDeque<(Duration, Act)>,
}

impl Rehearsals {
    /// The students of a rehearsal that has just been opened.
    pub async fn walk(&self, class: ClassId, locale: Locale, message: String) -> Result<Walk> {
        let seats = seat::Entity::find()
            .filter(seat::Column::ClassId.eq(class.uuid()))
            .order_by_asc(seat::Column::Number)
            .find_also_related(account::Entity)
            .all(&self.db.read)
            .await?;
        let students = seats
            .into_iter()
            .filter_map(|(seat, account)| Some((seat.number, account?)));
        let students = students.map(|(number, account)| self.student(number, account));
        Ok(Walk {
            service: self.clone(),
            locale,
            message,
            students: students.collect::<Result<_>>()?,
        })
    }

    fn student(&self, number: i32, account: account::Model) -> Result<Student> {
        let number = u16::try_from(number).map_err(|_| Error::Corrupt("seat number"))?;
        let sealed = account
            .sealed_password
            .ok_or(Error::Corrupt("student without a password"))?;
        let opened = context::student_password(AccountId::from_uuid(account.id));
        let password = self.keys.open(&opened, &sealed)?;
        Ok(Student {
            login: account.username,
            password: String::from_utf8_lossy(&password).into_owned(),
            session: SessionState::default(),
            secret: None,
            acts: script(number).into(),
        })
    }
}

impl Walk {
    pub fn is_over(&self) -> bool {
        self.students.iter().all(|student| student.acts.is_empty())
    }

    /// Does everything that is due at this time after the opening.
    pub async fn advance(&mut self, elapsed: Duration) {
        for student in &mut self.students {
            while let Some((_, act)) = student.acts.pop_front_if(|(due, _)| *due <= elapsed) {
                match student.does(act, &self.service, self.locale, &self.message).await {
                    // A wrong password and a wrong code are a part of the script.
                    Ok(()) | Err(Error::Refused(_)) => {}
                    Err(error) => tracing::warn!(%error, "a simulated student stumbled"),
                }
            }
        }
    }
}

impl Student {
    async fn does(&mut self, act: Act, at: &Rehearsals, locale: Locale, message: &str) -> Result<()> {
        let now = Step::at(at.clock.now()).number();
        match act {
            Act::SignIn => {
                self.session = self.signs_in(at, &self.password).await?;
                Ok(())
            }
            Act::WrongPassword => self.signs_in(at, WRONG_PASSWORD).await.map(drop),
            Act::OpenSetUp => self.opens_set_up(at).await,
            Act::WrongCode => self.connects(at, now + 1000).await,
            Act::LateCode => self.connects(at, now.saturating_sub(LATE_STEPS)).await,
            // A code that has just ended is accepted too. So the code of this moment is left for the sign-in.
            Act::Connect => self.connects(at, now.saturating_sub(1)).await,
            Act::SignInWithCode => self.signs_in_with_code(at, now).await,
            Act::RaiseHand => at.students.raise_hand(&self.signed_in(at).await?, 0).await,
            Act::SendMessage => {
                let who = self.signed_in(at).await?;
                let view = at.exercises.message(&who).await?;
                at.exercises.send_message(&who, view.revision, message, locale).await
            }
            Act::AnswerMessage => self.answers(at, harm_of).await,
            Act::GuessMessage => self.answers(at, |_| Harm::Integrity).await,
        }
    }

    async fn signs_in(&self, at: &Rehearsals, password: &str) -> Result<SessionState> {
        let request = SignIn {
            name: self.login.clone(),
            password: password.to_owned(),
            device: None,
            from: None,
            trusted: None,
            agent: String::new(),
        };
        Ok(at.auth.sign_in(request, SessionState::default()).await?.session)
    }

    async fn signed_in(&self, at: &Rehearsals) -> Result<SignedIn> {
        at.access.signed_in(&self.session, &SessionOwner::default()).await
    }

    async fn opens_set_up(&mut self, at: &Rehearsals) -> Result<()> {
        let who = at.access.may_set_up(&self.session, &SessionOwner::default()).await?;
        let page = at.set_up.open_set_up(&who, &self.session).await?;
        if let Some(session) = page.session {
            self.session = session;
        }
        self.secret = Some(page.secret.secret);
        Ok(())
    }

    async fn connects(&mut self, at: &Rehearsals, step: u64) -> Result<()> {
        let who = at.access.may_set_up(&self.session, &SessionOwner::default()).await?;
        let code = self.code(step)?;
        self.session = at.set_up.connect(&who, self.session.clone(), &code).await?.session;
        Ok(())
    }

    async fn signs_in_with_code(&mut self, at: &Rehearsals, step: u64) -> Result<()> {
        let session = self.signs_in(at, &self.password).await?;
        let who = at.access.pending(&session, &SessionOwner::default()).await?;
        let code = self.code(step)?;
        let proof = (FactorKind::Totp, code.as_str());
        self.session = at.auth.verify_code(&who, session, proof, None, None).await?;
        Ok(())
    }

    fn code(&self, step: u64) -> Result<String> {
        let secret = self.secret.as_ref().ok_or(Refusal::SetUpFirst)?;
        Ok(secret.code_at(Step::from_number(step)).as_str().to_owned())
    }

    async fn answers(&self, at: &Rehearsals, answer: fn(&ShownMessage) -> Harm) -> Result<()> {
        let who = self.signed_in(at).await?;
        let view = at.exercises.message(&who).await?;
        let shown = view.shown.ok_or(Refusal::RoundOver)?;
        at.exercises.answer_message(&who, view.revision, answer(&shown)).await
    }
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
