//! The seat of a student with the state of its class.

use super::progress::change_seat;
use crate::{
    Result,
    db::{Transaction, Writes},
    entity::{class, seat},
};
use domain::{
    account::AccountKind,
    class::ClassState,
    exercises::{ExerciseBadge, Lesson},
    hand::Hand,
    ids::{AccountId, ClassId},
    locale::Locale,
    questions::Phase,
    session::Identity,
    stage::StageTimes,
    time::Timestamp,
    view::LessonState,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IdenStatic, QueryFilter, QueryResult,
    QuerySelect, UpdateMany, prelude::Uuid,
};
use std::sync::Arc;

/// The columns that every step of a lesson needs.
#[derive(Clone, Debug, FromQueryResult)]
pub struct StudentSeat {
    class_id: Uuid,
    pub(crate) number: i32,
    /// How often the teacher has reset the second factor of the student.
    resets: i32,
    pub account_id: Uuid,
    pub title: String,
    locale: String,
    /// Whether students of this class use their own phones.
    pub phones: bool,
    expires_at: i64,
    paused: bool,
    lesson: String,
    pub phone_hash: Option<Vec<u8>>,
    pub(crate) last_failure: Option<String>,
    signed_in_at: Option<i64>,
    setup_opened_at: Option<i64>,
    connected_at: Option<i64>,
    signed_in_2fa_at: Option<i64>,
    hand_raised_at: Option<i64>,
    hints: i32,
    hint: Option<String>,
    /// The phases in which the student has answered the questions, as bits.
    questions_answered: i32,
    /// Which questions the class has.
    pub(crate) questions: String,
    debrief: bool,
}

impl StudentSeat {
    /// The seat in a row that may have none, selected by `seat_columns` with this prefix.
    pub(crate) fn of_row(row: &QueryResult, prefix: &str) -> Result<Option<Self>, DbErr> {
        let class: Option<Uuid> = row.try_get(prefix, "class_id")?;
        class.map(|_| Self::from_query_result(row, prefix)).transpose()
    }

    /// The number of the seat, as the board shows it.
    pub fn number(&self) -> u16 {
        u16::try_from(self.number).unwrap_or_default()
    }

    /// The teacher has reset the second factor, and the student has not opened the set-up since.
    pub fn was_reset(&self) -> bool {
        self.resets > 0 && self.setup_opened_at.is_none()
    }

    pub const fn class(&self) -> ClassId {
        ClassId::from_uuid(self.class_id)
    }

    /// The language of the class.
    pub fn locale(&self) -> Locale {
        Locale::from_tag(&self.locale).unwrap_or_default()
    }

    pub fn stages(&self) -> StageTimes {
        stages_at([
            self.signed_in_at,
            self.setup_opened_at,
            self.connected_at,
            self.signed_in_2fa_at,
        ])
    }

    /// The exercises of the class and their gates.
    pub fn lesson(&self) -> Lesson {
        Lesson::parse(&self.lesson)
    }

    pub const fn never_had_exercises(&self) -> bool {
        self.lesson.is_empty()
    }

    /// When the student is asked the questions; `None` if not now.
    pub fn questions_due(&self, badges: &[ExerciseBadge]) -> Option<Phase> {
        let due = || {
            Phase::due(
                self.stages(),
                self.lesson(),
                badges,
                self.debrief,
                self.questions_answered,
            )
        };
        (!self.questions.is_empty()).then(due).flatten()
    }

    pub fn hand(&self) -> Option<Hand> {
        hand_of(self.hand_raised_at, self.hints, self.hint.as_deref())
    }

    pub fn expires(&self) -> Timestamp {
        Timestamp::from_micros(self.expires_at)
    }

    pub fn class_state(&self, now: Timestamp) -> ClassState {
        ClassState::at(now, self.expires(), self.paused)
    }

    pub fn lesson_state(&self, now: Timestamp) -> LessonState {
        LessonState::new(
            self.class_state(now),
            &self.lesson,
            &self.locale,
            self.phones,
            &self.questions,
            self.debrief,
        )
    }

    /// Changes this seat and increases the version of its class.
    pub async fn change(&self, tx: &Transaction, update: UpdateMany<seat::Entity>) -> Result<()> {
        change_seat(
            tx,
            self.class(),
            self.number,
            self.of_this_student(update),
            Writes::default(),
        )
        .await
    }

    /// The teacher can give the seat to another student while a request of this student runs.
    pub(super) fn of_this_student(&self, update: UpdateMany<seat::Entity>) -> UpdateMany<seat::Entity> {
        update.filter(seat::Column::AccountId.eq(self.account_id))
    }
}

pub fn stages_of(seat: &seat::Model) -> StageTimes {
    stages_at([
        seat.signed_in_at,
        seat.setup_opened_at,
        seat.connected_at,
        seat.signed_in_2fa_at,
    ])
}

/// The raised hand in these columns; `None` if it is down.
pub(crate) fn hand_of(raised_at: Option<i64>, hints: i32, hint: Option<&str>) -> Option<Hand> {
    Some(Hand {
        raised: Timestamp::from_micros(raised_at?),
        hints: u8::try_from(hints).unwrap_or(u8::MAX),
        hint: hint?.parse().ok()?,
    })
}

fn stages_at(times: [Option<i64>; 4]) -> StageTimes {
    StageTimes::from_times(times.map(|time| time.map(Timestamp::from_micros)))
}

/// Selects the columns of `StudentSeat` under names that begin with `prefix`.
pub(crate) fn seat_columns<S: QuerySelect>(query: S, prefix: &str) -> S {
    let of_seat = [
        seat::Column::ClassId,
        seat::Column::Number,
        seat::Column::Resets,
        seat::Column::AccountId,
        seat::Column::PhoneHash,
        seat::Column::LastFailure,
        seat::Column::SignedInAt,
        seat::Column::SetupOpenedAt,
        seat::Column::ConnectedAt,
        seat::Column::SignedIn2faAt,
        seat::Column::HandRaisedAt,
        seat::Column::Hints,
        seat::Column::Hint,
        seat::Column::QuestionsAnswered,
    ];
    let of_class = [
        class::Column::Title,
        class::Column::Locale,
        class::Column::Phones,
        class::Column::ExpiresAt,
        class::Column::Paused,
        class::Column::Lesson,
        class::Column::Questions,
        class::Column::Debrief,
    ];
    let query = of_seat.into_iter().fold(query, |query, column| {
        query.column_as(column, format!("{prefix}{}", column.as_str()))
    });
    of_class.into_iter().fold(query, |query, column| {
        query.column_as(column, format!("{prefix}{}", column.as_str()))
    })
}

/// The seat of a student, or `None` for a member: as it was read with the session, otherwise by a query. The seat is not
/// locked, so a later change of it must not depend on what has been read: `reach` writes one stage only, and only while the
/// seat still belongs to this student. A reset by the teacher raises the epoch and removes the factor that a code belongs
/// to.
pub async fn seat_of(
    db: &impl ConnectionTrait,
    identity: &Identity,
    read: Option<&Arc<StudentSeat>>,
) -> Result<Option<Arc<StudentSeat>>> {
    Ok(match (identity.kind, read) {
        (AccountKind::Member, _) => None,
        (AccountKind::Student, Some(seat)) => Some(Arc::clone(seat)),
        (AccountKind::Student, None) => seat_of_student(db, identity.account).await?.map(Arc::new),
    })
}

/// The seat of a student, or `None` for a member.
pub async fn seat_of_student(db: &impl ConnectionTrait, account: AccountId) -> Result<Option<StudentSeat>> {
    let seat = seat_columns(seat::Entity::find().inner_join(class::Entity).select_only(), "")
        .filter(seat::Column::AccountId.eq(account.uuid()))
        .into_model::<StudentSeat>()
        .one(db)
        .await?;
    Ok(seat)
}
