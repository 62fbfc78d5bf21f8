//! The badges of exercises for board, lesson page and results, in one query for all seats.

use crate::{
    Result,
    entity::{exercise_progress as progress, seat},
    students::progress::StudentSeat,
};
use domain::{
    exercises::{Exercise, ExerciseBadge},
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, RelationTrait,
    prelude::Uuid, sea_query::IntoCondition,
};
use std::collections::HashMap;

/// The badges of each seat, in the order of the exercises.
#[derive(Default)]
pub(crate) struct Badges(HashMap<(Uuid, i32), Vec<ExerciseBadge>>);

impl Badges {
    /// The badges of the seats that match the filter.
    pub async fn of_seats(db: &impl ConnectionTrait, filter: impl IntoCondition) -> Result<Self> {
        let rows: Vec<BadgeRow> = columns()
            .join(JoinType::InnerJoin, progress::Relation::Seat.def())
            .filter(filter.into_condition())
            .into_model()
            .all(db)
            .await?;
        let mut badges = Self::default();
        for row in rows {
            if let Some(badge) = row.badge() {
                badges.0.entry((row.class_id, row.number)).or_default().push(badge);
            }
        }
        for of_seat in badges.0.values_mut() {
            of_seat.sort_by_key(|badge| badge.exercise);
        }
        Ok(badges)
    }

    /// The badges of all seats of a class. A class that never had an exercise needs no query.
    pub async fn of_class(db: &impl ConnectionTrait, class: &crate::entity::class::Model) -> Result<Self> {
        match class.lesson.is_empty() {
            true => Ok(Self::default()),
            false => Self::of_seats(db, seat::Column::ClassId.eq(class.id)).await,
        }
    }

    pub fn all(&self) -> impl Iterator<Item = ExerciseBadge> + '_ {
        self.0.values().flatten().copied()
    }

    pub fn take(&mut self, seat: &seat::Model) -> Vec<ExerciseBadge> {
        self.0.remove(&(seat.class_id, seat.number)).unwrap_or_default()
    }
}

/// The badges of one student, in the order of the exercises.
pub(crate) async fn badges_of(db: &impl ConnectionTrait, place: &StudentSeat) -> Result<Vec<ExerciseBadge>> {
    if place.never_had_exercises() {
        return Ok(Vec::new());
    }
    let rows: Vec<BadgeRow> = columns()
        .filter(progress::Column::ClassId.eq(place.class().uuid()))
        .filter(progress::Column::Number.eq(place.number))
        .into_model()
        .all(db)
        .await?;
    let mut badges: Vec<_> = rows.iter().filter_map(BadgeRow::badge).collect();
    badges.sort_by_key(|badge| badge.exercise);
    Ok(badges)
}

fn columns() -> sea_orm::Select<progress::Entity> {
    progress::Entity::find().select_only().columns([
        progress::Column::ClassId,
        progress::Column::Number,
        progress::Column::Exercise,
        progress::Column::Attempts,
        progress::Column::PassedAt,
        progress::Column::SteppedAt,
    ])
}

#[derive(FromQueryResult)]
struct BadgeRow {
    class_id: Uuid,
    number: i32,
    exercise: String,
    attempts: i32,
    passed_at: Option<i64>,
    stepped_at: Option<i64>,
}

impl BadgeRow {
    /// `None` for an exercise that this program does not know.
    fn badge(&self) -> Option<ExerciseBadge> {
        Some(ExerciseBadge {
            exercise: Exercise::from_code(&self.exercise)?,
            passed: self.passed_at.map(Timestamp::from_micros),
            attempts: u32::try_from(self.attempts).unwrap_or(u32::MAX),
            stepped: self.stepped_at.map(Timestamp::from_micros),
        })
    }
}
