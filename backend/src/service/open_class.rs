//! Opening a class: one class, its seats and their logins, all or nothing.

use super::context;
use crate::{
    Error, Result, Stepwise,
    access::Member,
    crypto::digest,
    db::transaction,
    entity::{account, class, seat},
    random,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    account::AccountKind,
    credentials,
    ids::{AccountId, ClassId},
    locale::Locale,
    refusal::Refusal,
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, SqlErr};
use std::{collections::BTreeSet, net::IpAddr, time::Duration};

/// A form that was sent twice within this time opened one class.
const SAME_FORM: Duration = Duration::from_secs(10 * 60);
/// How long a form may lie open before it is sent.
const FORM_LIFE: Duration = Duration::from_secs(24 * 3600);
/// Rows of one insert: every database takes so many values at once.
pub(super) const CHUNK: usize = 250;
/// Logins grow no longer than this.
pub(super) const MOST_DIGITS: u32 = 6;
pub(super) const FORM: &str = "open-class";

pub struct OpenClass {
    /// From `open_class_form`, so that a form sent twice opens one class.
    pub form: String,
    pub seats: u16,
    pub title: String,
    pub locale: Locale,
    pub address: Option<IpAddr>,
    /// Her class; without one the teacher link is its key.
    pub owner: Option<Member>,
}

pub struct OpenedClass {
    pub id: ClassId,
    /// The secret part of the teacher link, where nobody owns the class. Only its hash is kept.
    pub teacher_token: Option<String>,
}

/// A student who is not in the database yet.
#[derive(Clone)]
pub(super) struct Student {
    pub id: AccountId,
    pub login: String,
    pub sealed_password: Vec<u8>,
}

impl Student {
    pub fn row(&self, now: Timestamp) -> account::ActiveModel {
        account::ActiveModel {
            id: Set(self.id.uuid()),
            kind: Set(AccountKind::Student.code().to_owned()),
            role: Set(None),
            username: Set(self.login.clone()),
            password_hash: Set(None),
            sealed_password: Set(Some(self.sealed_password.clone())),
            epoch: Set(0),
            active: Set(true),
            created_at: Set(now.micros()),
            ..Default::default()
        }
    }
}

impl Stepwise {
    /// What a form for opening a class carries: the id and the teacher link its class will have, so that a form
    /// sent twice, even at the same moment, opens one class with one link.
    pub fn open_class_form(&self) -> Result<String> {
        let now = self.now();
        let id = ClassId::new(now, random::bytes()?);
        let teacher_token = BASE64_URL_SAFE_NO_PAD.encode(random::bytes::<32>()?);
        self.once().seal(FORM, &format!("{id} {teacher_token}"), now, FORM_LIFE)
    }

    pub async fn open_class(&self, request: OpenClass) -> Result<OpenedClass> {
        if self.settings().members_only && request.owner.is_none() {
            return Err(Refusal::MembersOnly.into());
        }
        let now = self.now();
        let form = self.once().open(FORM, &request.form, now).ok_or(Refusal::BadRequest)?;
        let (id, teacher_token) = form.split_once(' ').ok_or(Refusal::BadRequest)?;
        let id = id.parse().map_err(|_| Refusal::BadRequest)?;
        let link_hash = request.owner.is_none().then(|| digest(teacher_token.as_bytes()));
        if !self.is_open_already(id, &request, now).await? {
            self.insert_class(id, &request, link_hash, now).await?;
        }
        Ok(OpenedClass {
            id,
            teacher_token: link_hash.map(|_| teacher_token.to_owned()),
        })
    }

    /// The same form once more: its class is there.
    async fn is_open_already(&self, id: ClassId, request: &OpenClass, now: Timestamp) -> Result<bool> {
        let Some(known) = class::Entity::find_by_id(id.uuid()).one(&self.db().read).await? else {
            return Ok(false);
        };
        let late = now.since(Timestamp::from_micros(known.created_at)) > SAME_FORM;
        if late || known.owner_id != request.owner.as_ref().map(|owner| owner.account().uuid()) {
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
        let from = request.address.map(|address| self.opened_from(address));
        let mut digits = 4;
        loop {
            let students = self.new_students(request.seats, digits, now).await?;
            let join_code = credentials::join_code(random::bytes()?);
            let row = class::ActiveModel {
                id: Set(id.uuid()),
                join_code: Set(join_code),
                title: Set(request.title.clone()),
                locale: Set(request.locale.tag().to_owned()),
                owner_id: Set(request.owner.as_ref().map(|owner| owner.account().uuid())),
                teacher_link_hash: Set(link_hash.map(|hash| hash.to_vec())),
                opened_from: Set(from.map(|from| from.to_vec())),
                created_at: Set(now.micros()),
                expires_at: Set(now.after(self.settings().class_life).micros()),
                paused: Set(false),
                self_join: Set(false),
                version: Set(0),
                read_link_hash: Set(None),
                teacher_link_epoch: Set(0),
                read_link_epoch: Set(0),
                changed_version: Set(0),
            };
            let inserted = transaction!(self.db(), |tx| {
                self.room_for_one_more(tx, from, now).await?;
                class::Entity::insert(row.clone()).exec_without_returning(tx).await?;
                insert_students(tx, id, &students, FIRST, now).await
            });
            match inserted {
                // The same form, at the same moment, has taken the last place.
                Err(Error::Refused(Refusal::TooManyClasses { .. }))
                    if self.is_open_already(id, request, now).await? =>
                {
                    return Ok(());
                }
                Err(error) if digits < MOST_DIGITS && is_taken(&error) => {
                    // The same form, at the same moment: the other request has opened the class.
                    if self.is_open_already(id, request, now).await? {
                        return Ok(());
                    }
                    // A login or join code was taken between our look and our insert: with more digits there is room.
                    digits += 1;
                }
                outcome => return outcome,
            }
        }
    }

    /// Students with logins that nobody has.
    pub(super) async fn new_students(&self, seats: u16, digits: u32, now: Timestamp) -> Result<Vec<Student>> {
        let mut logins = BTreeSet::new();
        let mut digits = digits;
        while logins.len() < usize::from(seats) {
            let missing = usize::from(seats) - logins.len();
            let mut fresh = BTreeSet::new();
            for _ in 0..missing {
                fresh.insert(credentials::student_login(random::bytes()?, digits));
            }
            let taken = account::Entity::find()
                .filter(account::Column::Username.is_in(fresh.iter().cloned()))
                .all(&self.db().read)
                .await?;
            for account in &taken {
                fresh.remove(&account.username);
            }
            if taken.len() * 4 > missing {
                digits += 1;
            }
            logins.extend(fresh);
        }
        // A set is sorted; seats should not be, or neighbours could guess each other's login.
        let mut students = Vec::with_capacity(logins.len());
        for login in logins {
            let id = AccountId::new(now, random::bytes()?);
            let password = credentials::student_password(random::bytes()?);
            let sealed_password = self
                .parts()
                .keys
                .seal(&context::student_password(id), password.as_bytes())?;
            students.push(Student {
                id,
                login,
                sealed_password,
            });
        }
        students.sort_by_key(|student| student.id);
        Ok(students)
    }
}

/// A login or join code that somebody else has got meanwhile.
pub(super) fn is_taken(error: &Error) -> bool {
    matches!(error, Error::Database(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))))
}

/// Where new seats begin.
#[derive(Clone, Copy)]
pub(super) struct Beginning {
    pub number: i32,
    pub version: i64,
}

const FIRST: Beginning = Beginning { number: 1, version: 0 };

pub(super) async fn insert_students(
    tx: &impl ConnectionTrait,
    class: ClassId,
    students: &[Student],
    from: Beginning,
    now: Timestamp,
) -> Result<()> {
    let mut number = from.number;
    for chunk in students.chunks(CHUNK) {
        let accounts = chunk.iter().map(|student| student.row(now));
        account::Entity::insert_many(accounts)
            .exec_without_returning(tx)
            .await?;
        let seats = chunk.iter().zip(number..).map(|(student, number)| seat::ActiveModel {
            class_id: Set(class.uuid()),
            number: Set(number),
            account_id: Set(Some(student.id.uuid())),
            resets: Set(0),
            failures: Set(0),
            version: Set(from.version),
            ..Default::default()
        });
        seat::Entity::insert_many(seats).exec_without_returning(tx).await?;
        number += i32::try_from(chunk.len()).map_err(|_| Error::Corrupt("seats"))?;
    }
    Ok(())
}
