//! Creates the students for the seats of a class, with unused logins and random passwords.

use super::Students;
use crate::{
    Error, Result,
    crypto::context,
    entity::{account, seat},
    random,
};
use domain::{
    account::AccountKind,
    credentials,
    ids::{AccountId, ClassId},
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::BTreeSet;

/// Number of rows of one insert statement, because databases limit the number of values in a statement.
pub(crate) const CHUNK: usize = 250;
/// Maximum number of digits in a login.
pub(crate) const MAX_LOGIN_DIGITS: u32 = 6;

/// A student who is not in the database yet.
#[derive(Clone)]
pub(crate) struct Student {
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

impl Students {
    /// Creates students with logins that no account has. If many logins of this length are taken, the remaining logins
    /// get one more digit. `first` is the account id of the first student, if a form has fixed it.
    pub(crate) async fn new_students(
        &self,
        seats: u16,
        first: Option<AccountId>,
        digits: u32,
        now: Timestamp,
    ) -> Result<Vec<Student>> {
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
                .all(&self.db.read)
                .await?;
            for account in &taken {
                fresh.remove(&account.username);
            }
            if taken.len() * 4 > missing {
                digits += 1;
            }
            logins.extend(fresh);
        }
        // The set is sorted by login. Seats get the logins in a random order, so that a student cannot guess the login
        // of the next seat.
        let mut shuffled = Vec::with_capacity(logins.len());
        for login in logins {
            shuffled.push((random::bytes::<8>()?, login));
        }
        shuffled.sort();
        let mut students = Vec::with_capacity(shuffled.len());
        for (place, (_, login)) in shuffled.into_iter().enumerate() {
            let id = match first.filter(|_| place == 0) {
                Some(id) => id,
                None => AccountId::new(now, random::bytes()?),
            };
            let password = credentials::student_password(random::bytes()?);
            let sealed_password = self.keys.seal(&context::student_password(id), password.as_bytes())?;
            students.push(Student {
                id,
                login,
                sealed_password,
            });
        }
        Ok(students)
    }
}

/// The number of the first new seat, and the version of the class with which the boards get the new seats.
#[derive(Clone, Copy)]
pub(crate) struct FirstSeat {
    pub number: i32,
    pub version: i64,
}

pub(crate) const FIRST: FirstSeat = FirstSeat { number: 1, version: 0 };

pub(crate) async fn insert_students(
    tx: &impl ConnectionTrait,
    class: ClassId,
    students: &[Student],
    from: FirstSeat,
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
