//! The results of a class, during and after the lesson, and of classes that are already deleted.

use super::{
    Classes,
    board::seat_number,
    queries::{class_of, locale_of},
};
use crate::{
    Result,
    access::{ManagesClass, Member},
    entity::{account, class_result, seat},
    exercises::badges::Badges,
    students::progress,
};
use domain::{
    exercises::{ExerciseBadge, Lesson},
    ids::ClassId,
    refusal::Refusal,
    results::summarise,
    stage::StageTimes,
    time::Timestamp,
    view::{PurgedClass, PurgedExerciseResult, PurgedSeatResult, ResultsView, SeatResult},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Maximum number of seats of deleted classes on the home page: enough for more than a hundred classes of thirty.
pub(super) const MAX_DELETED_SEATS: u64 = 4000;

impl Classes {
    pub async fn results(&self, teacher: ManagesClass) -> Result<ResultsView> {
        let class = class_of(&self.db.read, teacher.class()).await?;
        let rows = seat::Entity::find()
            .filter(seat::Column::ClassId.eq(class.id))
            .filter(seat::Column::RemovedAt.is_null())
            .order_by_asc(seat::Column::Number)
            .find_also_related(account::Entity)
            .all(&self.db.read)
            .await?;
        let mut badges = Badges::of_class(&self.db.read, &class).await?;
        let seats = rows.into_iter().map(|(seat, account)| {
            Ok(SeatResult {
                number: seat_number(&seat)?,
                login: account.map(|account| account.username).unwrap_or_default(),
                stages: progress::stages_of(&seat),
                failures: u32::try_from(seat.failures).unwrap_or(0),
                resets: u16::try_from(seat.resets).unwrap_or(u16::MAX),
                exercises: badges.take(&seat),
                identifier: seat.external_id,
                label: seat.label,
            })
        });
        Ok(ResultsView {
            id: teacher.class(),
            lesson: Lesson::parse(&class.lesson),
            locale: Some(locale_of(&class)),
            title: class.title,
            seats: seats.collect::<Result<_>>()?,
        })
    }

    /// Summaries of the member's deleted classes, the newest first, in one query. `most` is the maximum number of seats
    /// that are read.
    pub(super) async fn deleted_classes(&self, who: &Member, most: Option<u64>) -> Result<Vec<PurgedClass>> {
        let rows = class_result::Entity::find()
            .filter(class_result::Column::OwnerId.eq(who.account().uuid()))
            .order_by_desc(class_result::Column::OpenedAt)
            .order_by_asc(class_result::Column::ClassId)
            .limit(most)
            .all(&self.db.read)
            .await?;
        let cut = most.is_some_and(|most| rows.len() as u64 == most);
        let mut classes: Vec<_> = rows.chunk_by(|one, next| one.class_id == next.class_id).collect();
        // If the limit was reached, it is possible that seats of the last class are missing. This class is left out,
        // because its numbers could be wrong.
        if cut && classes.len() > 1 {
            classes.pop();
        }
        Ok(classes.into_iter().filter_map(gone_class).collect())
    }

    /// The anonymous results of one deleted class. Only the member who owned it can read them.
    pub async fn results_of_deleted(&self, who: &Member, class: ClassId) -> Result<ResultsView> {
        let rows = class_result::Entity::find()
            .filter(class_result::Column::OwnerId.eq(who.account().uuid()))
            .filter(class_result::Column::ClassId.eq(class.uuid()))
            .order_by_asc(class_result::Column::Number)
            .all(&self.db.read)
            .await?;
        Ok(ResultsView {
            id: class,
            title: rows.first().ok_or(Refusal::NotFound)?.title.clone(),
            lesson: Lesson::default(),
            locale: None,
            seats: rows.iter().map(stored_seat).collect(),
        })
    }

    /// The stored results of the member's deleted classes, one row for each seat.
    pub(crate) async fn stored_results(&self, who: &Member) -> Result<Vec<PurgedSeatResult>> {
        let rows = class_result::Entity::find()
            .filter(class_result::Column::OwnerId.eq(who.account().uuid()))
            .order_by_asc(class_result::Column::OpenedAt)
            .order_by_asc(class_result::Column::Number)
            .all(&self.db.read)
            .await?;
        let seconds = |after: i64| after / 1_000_000;
        let kept = rows.into_iter().map(|row| PurgedSeatResult {
            stages_after_seconds: [
                row.signed_in_after,
                row.setup_opened_after,
                row.connected_after,
                row.signed_in_2fa_after,
            ]
            .map(|after| after.map(seconds)),
            exercises: purged_exercises(&row),
            title: row.title,
            opened: Timestamp::from_micros(row.opened_at),
            ended: Timestamp::from_micros(row.ended_at),
            number: row.number,
            failures: row.failures,
            resets: row.resets,
        });
        Ok(kept.collect())
    }
}

fn exercises_of(row: &class_result::Model) -> Vec<ExerciseBadge> {
    let opened = Timestamp::from_micros(row.opened_at);
    ExerciseBadge::from_result(row.exercises.as_deref().unwrap_or_default(), opened)
}

fn purged_exercises(row: &class_result::Model) -> Vec<PurgedExerciseResult> {
    let after = |passed: Timestamp| (passed.micros() - row.opened_at) / 1_000_000;
    let results = exercises_of(row).into_iter().map(|badge| PurgedExerciseResult {
        exercise: badge.exercise,
        attempts: badge.attempts,
        passed_after_seconds: badge.passed.map(after),
    });
    results.collect()
}

fn gone_class(seats: &[class_result::Model]) -> Option<PurgedClass> {
    let class = seats.first()?;
    let seats: Vec<_> = seats.iter().map(stored_seat).collect();
    Some(PurgedClass {
        id: ClassId::from_uuid(class.class_id),
        title: class.title.clone(),
        opened: Timestamp::from_micros(class.opened_at),
        summary: summarise(&seats),
    })
}

fn stored_seat(seat: &class_result::Model) -> SeatResult {
    let at = |after: Option<i64>| after.map(|after| Timestamp::from_micros(seat.opened_at + after));
    SeatResult {
        number: u16::try_from(seat.number).unwrap_or(0),
        login: String::new(),
        label: None,
        identifier: None,
        stages: StageTimes::from_times([
            at(seat.signed_in_after),
            at(seat.setup_opened_after),
            at(seat.connected_after),
            at(seat.signed_in_2fa_after),
        ]),
        failures: u32::try_from(seat.failures).unwrap_or(0),
        resets: u16::try_from(seat.resets).unwrap_or(u16::MAX),
        exercises: exercises_of(seat),
    }
}
