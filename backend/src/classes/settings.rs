//! Changes of a teacher to the whole class: more seats, pause, a new end, language and phones.

use super::{
    Classes,
    board::seat_number,
    queries::{locked, running, state_of},
};
use crate::{
    Error, Result,
    access::ManagesClass,
    db::{Transaction, transaction},
    entity::{account, class, seat},
    form_token::{Form, is_same},
    random,
    students::{
        new_students::{FirstSeat, MAX_LOGIN_DIGITS, insert_students},
        progress,
    },
};
use domain::{
    class::{ClassState, Extension},
    ids::AccountId,
    locale::Locale,
    refusal::Refusal,
    time::Timestamp,
    validate::{MAX_SEAT_NUMBER, MAX_SEATS},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use std::time::Duration;

/// Settings that a teacher chooses when opening a class and can change while it runs. `None` keeps the setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassSettings {
    /// The language of cards, projector page and students' pages.
    pub locale: Option<Locale>,
    /// Whether students use their own phones.
    pub phones: Option<bool>,
    /// Whether students are allowed to take free seats themselves.
    pub self_join: Option<bool>,
    /// While the class is paused, students see their lesson, but reach no further stage.
    pub paused: Option<bool>,
    /// How long the class goes on from now. A class that has ended opens again, as long as its data is not deleted.
    pub life: Option<Duration>,
    /// Whether the projector page shows the debrief.
    pub debrief: Option<bool>,
}

impl ClassSettings {
    fn applied_to(self, class: &class::Model, now: Timestamp) -> class::Model {
        // A class that opens again is not paused.
        let was_paused = class.paused && state_of(class, now) != ClassState::Ended;
        class::Model {
            locale: self
                .locale
                .map_or_else(|| class.locale.clone(), |locale| locale.tag().to_owned()),
            phones: self.phones.unwrap_or(class.phones),
            self_join: self.self_join.unwrap_or(class.self_join),
            paused: self.paused.unwrap_or(was_paused),
            expires_at: self.life.map_or(class.expires_at, |life| now.after(life).micros()),
            debrief: self.debrief.unwrap_or(class.debrief),
            ..class.clone()
        }
    }
}

impl Classes {
    /// The sealed content of the form that adds seats: the id of the account of the first new seat. A form that is sent
    /// twice, even in parallel, therefore adds its seats once.
    pub fn add_seats_form(&self) -> Result<String> {
        let first = AccountId::new(self.clock.now(), random::bytes()?);
        self.form_tokens.seal_form(Form::AddSeats, &first.to_string())
    }

    /// Adds seats after the highest number that the class ever had, so that no number is used twice. Returns the first
    /// new number. `form` is the content of `add_seats_form`; without it every call adds seats.
    pub async fn add_seats(&self, teacher: ManagesClass, more: u16, form: Option<&str>) -> Result<u16> {
        let now = self.clock.now();
        let first = match form {
            Some(form) => Some(self.first_of_form(form)?),
            None => None,
        };
        let mut digits = 4;
        loop {
            let students = self.students.new_students(more, first, digits, now).await?;
            let added = transaction!(&self.db, |tx| {
                running(tx, teacher.class(), now).await?;
                if let Some(first) = first
                    && let Some(number) = seat_of_form(tx, teacher, first, now).await?
                {
                    return Ok(number);
                }
                let (taken, last) = numbers(tx, teacher).await?;
                let left = usize::from(MAX_SEATS).saturating_sub(taken.len());
                if usize::from(more) > left {
                    return Err(Refusal::NoRoomForSeats {
                        most: MAX_SEATS,
                        left: u16::try_from(left).unwrap_or(MAX_SEATS),
                    }
                    .into());
                }
                if last + i32::from(more) > i32::from(MAX_SEAT_NUMBER) {
                    return Err(Refusal::NoSeatNumbersLeft { most: MAX_SEAT_NUMBER }.into());
                }
                let from = FirstSeat {
                    number: last + 1,
                    version: progress::next_version(tx, teacher.class()).await?,
                };
                insert_students(tx, teacher.class(), &students, from, now).await?;
                u16::try_from(from.number).map_err(|_| Error::Corrupt("seat number"))
            });
            match added {
                // A parallel request has taken one of the new logins. With one more digit, more logins are possible.
                Err(error) if digits < MAX_LOGIN_DIGITS && error.is_taken() => digits += 1,
                outcome => return outcome,
            }
        }
    }

    fn first_of_form(&self, form: &str) -> Result<AccountId> {
        let first = self.form_tokens.open_form(Form::AddSeats, form)?;
        Ok(first.parse().map_err(|_| Refusal::BadRequest)?)
    }

    /// Changes the settings that are set. Open projector pages then show the class in its new language.
    pub async fn change_settings(&self, teacher: ManagesClass, settings: ClassSettings) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            let class = match settings.life {
                Some(_) => locked(tx, teacher.class()).await?,
                None => running(tx, teacher.class(), now).await?,
            };
            let changed = settings.applied_to(&class, now);
            if changed == class {
                return Ok(());
            }
            let update = class::Entity::update_many()
                .col_expr(class::Column::Locale, Expr::value(changed.locale))
                .col_expr(class::Column::Phones, Expr::value(changed.phones))
                .col_expr(class::Column::SelfJoin, Expr::value(changed.self_join))
                .col_expr(class::Column::Paused, Expr::value(changed.paused))
                .col_expr(class::Column::ExpiresAt, Expr::value(changed.expires_at))
                .col_expr(class::Column::Debrief, Expr::value(changed.debrief));
            progress::change_class(tx, teacher.class(), update).await
        })
    }

    /// Sets a new end, counted from now. A class that has ended opens again, as long as its data is not deleted.
    pub async fn extend_class(&self, teacher: ManagesClass, by: Extension, utc_offset: i32) -> Result<()> {
        let now = self.clock.now();
        let end = by.end(now, utc_offset);
        transaction!(&self.db, |tx| {
            let class = locked(tx, teacher.class()).await?;
            progress::change_class(tx, teacher.class(), ends(&class, end, now)).await
        })
    }

    pub async fn end_class(&self, teacher: ManagesClass) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            let class = running(tx, teacher.class(), now).await?;
            progress::change_class(tx, teacher.class(), ends(&class, now, now)).await
        })
    }
}

/// The first seat that an earlier request with the same form has added to the class. The caller must hold the lock of
/// the class, so that parallel requests come one after the other.
async fn seat_of_form(
    tx: &Transaction,
    teacher: ManagesClass,
    first: AccountId,
    now: Timestamp,
) -> Result<Option<u16>> {
    let found = seat::Entity::find()
        .filter(seat::Column::AccountId.eq(first.uuid()))
        .find_also_related(account::Entity)
        .one(tx)
        .await?;
    let Some((seat, Some(account))) = found else {
        return Ok(None);
    };
    if seat.class_id != teacher.class().uuid() || !is_same(account.created_at, now) {
        return Err(Refusal::BadRequest.into());
    }
    seat_number(&seat).map(Some)
}

/// Sets the end of the class. A running class that is paused stays paused. A class that has ended and opens again is
/// not paused.
fn ends(class: &class::Model, at: Timestamp, now: Timestamp) -> sea_orm::UpdateMany<class::Entity> {
    let paused = class.paused && class.expires_at > now.micros();
    class::Entity::update_many()
        .col_expr(class::Column::ExpiresAt, Expr::value(at.micros()))
        .col_expr(class::Column::Paused, Expr::value(paused))
}

/// The numbers of the seats that are not removed, in order, and the highest number that the class ever had.
pub(super) async fn numbers(tx: &impl ConnectionTrait, teacher: ManagesClass) -> Result<(Vec<i32>, i32)> {
    let all: Vec<Numbered> = seat::Entity::find()
        .select_only()
        .column(seat::Column::Number)
        .column(seat::Column::RemovedAt)
        .filter(seat::Column::ClassId.eq(teacher.class().uuid()))
        .order_by_asc(seat::Column::Number)
        .into_model()
        .all(tx)
        .await?;
    let last = all.last().map_or(0, |seat| seat.number);
    let there = all.into_iter().filter(|seat| seat.removed_at.is_none());
    Ok((there.map(|seat| seat.number).collect(), last))
}

#[derive(FromQueryResult)]
struct Numbered {
    number: i32,
    removed_at: Option<i64>,
}
