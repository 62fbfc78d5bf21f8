//! Opens a class: inserts the class, its seats and their logins in one transaction.

use super::{Classes, questions, rehearsal_limit};
use crate::{
    Error, Result,
    access::Member,
    crypto::digest,
    db::{Transaction, transaction},
    entity::{class, class_finish},
    form_token::{Form, is_same},
    limits::hourly_limit::{Made, Origin},
    random,
    students::new_students::{FIRST, MAX_LOGIN_DIGITS, insert_students},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    exercises::{GateTimes, Lesson},
    ids::ClassId,
    join_code,
    locale::Locale,
    questions::QuestionSet,
    refusal::Refusal,
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use std::{array, net::IpAddr, time::Duration};

pub struct OpenClass {
    pub seats: u16,
    pub title: String,
    pub locale: Locale,
    /// The exercises of the class.
    pub lesson: Lesson,
    /// Whether students answer the questions of Stepwise before and after the lesson.
    pub questions: bool,
    /// Whether students use their own phones.
    pub phones: bool,
    /// Whether students are allowed to take free seats themselves.
    pub self_join: bool,
    /// How long the class stays open. `None` selects the default of the server.
    pub life: Option<Duration>,
    pub address: Option<IpAddr>,
    /// The students are simulated (`crate::rehearsals`).
    pub rehearsal: bool,
    /// The owner of the class. A class without an owner is managed with its teacher link.
    pub owner: Option<Member>,
}

pub struct OpenedClass {
    pub id: ClassId,
    /// The secret part of the teacher link, or `None` if the class has an owner. The database stores only the hash of
    /// the token.
    pub teacher_token: Option<String>,
    /// False if an earlier request with the same form and the same content has opened the class.
    pub is_new: bool,
}

impl Classes {
    /// The sealed content of the form: an id and a secret, from which `id_and_token` computes the id and the teacher
    /// token of the class that the form will open. A form that is sent twice with the same content, even in parallel,
    /// therefore opens one class with one link.
    pub fn open_class_form(&self) -> Result<String> {
        let id = ClassId::new(self.clock.now(), random::bytes()?);
        self.form_tokens
            .seal_form(Form::OpenClass, &format!("{id} {}", random::token()?))
    }

    /// Opens the class of this sealed form from `open_class_form`. A form that is sent again with the same content
    /// opens no second class. A form that is sent again with other content opens another class: the browser shows the
    /// form again after *Back*, and the teacher can change its fields, or open a rehearsal before the class.
    pub async fn open_class(&self, form: &str, request: OpenClass) -> Result<OpenedClass> {
        if self.settings.members_only && request.owner.is_none() {
            return Err(Refusal::MembersOnly.into());
        }
        let form = self.form_tokens.open_form(Form::OpenClass, form)?;
        let (id, teacher_token) = self.id_and_token(&form, &request)?;
        let link_hash = request.owner.is_none().then(|| digest(teacher_token.as_bytes()));
        let is_new = self.open_class_with_id(id, &request, link_hash).await?;
        Ok(OpenedClass {
            id,
            is_new,
            teacher_token: link_hash.map(|_| teacher_token),
        })
    }

    /// The id and the teacher token of the class that a form opens with this content. They depend on everything that
    /// the teacher chooses, and on the sealed secret of the form, so that they cannot be guessed.
    fn id_and_token(&self, form: &str, request: &OpenClass) -> Result<(ClassId, String)> {
        let (id, _) = form.split_once(' ').ok_or(Refusal::BadRequest)?;
        let id: ClassId = id.parse().map_err(|_| Refusal::BadRequest)?;
        let seats = request.seats.to_be_bytes();
        let lesson = request.lesson.to_string();
        let life = request.life.map_or(0, |life| life.as_secs()).to_be_bytes();
        let choices = [request.questions, request.phones, request.self_join, request.rehearsal].map(u8::from);
        let content: [&[u8]; 7] = [
            form.as_bytes(),
            &seats,
            request.title.as_bytes(),
            request.locale.tag().as_bytes(),
            lesson.as_bytes(),
            &life,
            &choices,
        ];
        let random = self.macs.mac("open-class:id", &content);
        let teacher_token = self.macs.mac("open-class:teacher-token", &content);
        Ok((
            // The time of the id stays, so that the ids of classes are still in order of time.
            id.with_random(array::from_fn(|index| random[index])),
            BASE64_URL_SAFE_NO_PAD.encode(teacher_token),
        ))
    }

    /// Opens the class with this id. Returns false if an earlier request has opened it.
    pub(crate) async fn open_class_with_id(
        &self,
        id: ClassId,
        request: &OpenClass,
        link_hash: Option<[u8; 32]>,
    ) -> Result<bool> {
        let now = self.clock.now();
        if self.is_open_already(id, request, now).await? {
            return Ok(false);
        }
        self.insert_class(id, request, link_hash, now).await?;
        Ok(true)
    }

    /// True if this form has opened its class before.
    async fn is_open_already(&self, id: ClassId, request: &OpenClass, now: Timestamp) -> Result<bool> {
        let db = &self.db.read;
        let Some(known) = class::Entity::find_by_id(id.uuid()).one(db).await? else {
            // The owner keeps the finish page of a class that this form has opened before, and it has the same id.
            return match class_finish::Entity::find_by_id(id.uuid()).one(db).await? {
                Some(_) => Err(Refusal::BadRequest.into()),
                None => Ok(false),
            };
        };
        if !is_same(known.created_at, now)
            || known.owner_id != request.owner.as_ref().map(|owner| owner.account().uuid())
        {
            return Err(Refusal::BadRequest.into());
        }
        Ok(true)
    }

    async fn insert_class(
        &self,
        id: ClassId,
        request: &OpenClass,
        link_hash: Option<[u8; 32]>,
        now: Timestamp,
    ) -> Result<()> {
        let from = request
            .address
            .map(|address| self.limits.origin("opened-from", address));
        let questions = match request.questions {
            true => QuestionSet::BuiltIn,
            false => QuestionSet::None,
        };
        let mut digits = 4;
        loop {
            let students = self.students.new_students(request.seats, None, digits, now).await?;
            let join_code = join_code::generate(random::bytes()?);
            let row = class::ActiveModel {
                id: Set(id.uuid()),
                join_code: Set(join_code),
                title: Set(request.title.clone()),
                locale: Set(request.locale.tag().to_owned()),
                owner_id: Set(request.owner.as_ref().map(|owner| owner.account().uuid())),
                teacher_link_hash: Set(link_hash.map(|hash| hash.to_vec())),
                opened_from: Set(from.map(|from| from.network.to_vec())),
                created_at: Set(now.micros()),
                expires_at: Set(now.after(request.life.unwrap_or(self.settings.class_life)).micros()),
                paused: Set(false),
                self_join: Set(request.self_join),
                version: Set(0),
                read_link_hash: Set(None),
                teacher_link_epoch: Set(0),
                read_link_epoch: Set(0),
                changed_version: Set(0),
                lesson: Set(request.lesson.to_string()),
                gates_opened: Set(GateTimes::of(request.lesson, now).to_string()),
                phones: Set(request.phones),
                debrief: Set(false),
                rehearsal: Set(request.rehearsal),
                questions: Set(questions::stored(&questions).to_owned()),
            };
            let inserted = transaction!(&self.db, |tx| {
                if let Some(from) = from {
                    self.check_class_limit(tx, from, now).await?;
                }
                if request.rehearsal {
                    rehearsal_limit::check(tx, &self.macs, from, now).await?;
                }
                class::Entity::insert(row.clone()).exec_without_returning(tx).await?;
                insert_students(tx, id, &students, FIRST, now).await
            });
            match inserted {
                // A parallel request with the same form has opened the last class that the limit allows.
                Err(Error::Refused(Refusal::TooManyClasses { .. }))
                    if self.is_open_already(id, request, now).await? =>
                {
                    return Ok(());
                }
                Err(error) if digits < MAX_LOGIN_DIGITS && error.is_taken() => {
                    // A parallel request with the same form has opened the class.
                    if self.is_open_already(id, request, now).await? {
                        return Ok(());
                    }
                    // A parallel request has taken a login or the join code. With one more digit, more logins are
                    // possible.
                    digits += 1;
                }
                outcome => return outcome,
            }
        }
    }

    async fn check_class_limit(&self, tx: &Transaction, from: Origin, now: Timestamp) -> Result<()> {
        let made = Made::<class::Entity> {
            from: class::Column::OpenedFrom,
            at: class::Column::CreatedAt,
        };
        match self
            .limits
            .full_until(tx, made, from, self.settings.classes_per_hour, now)
            .await?
        {
            Some(until) => Err(Refusal::TooManyClasses { until }.into()),
            None => Ok(()),
        }
    }
}
