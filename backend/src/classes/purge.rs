//! Deletes a class with everything that belongs to it. The owner keeps anonymous times and counts.

use super::{Classes, finish};
use crate::{
    Result,
    access::ManagesClass,
    db::{Transaction, transaction},
    entity::{
        account, class, class_result, exercise_progress, factor, lease, message_code, passkey, recovery_code, seat,
        throttle as counter, token_family,
    },
    exercises::badges::Badges,
    limits::throttle,
    members::sessions::browser_sessions,
    rehearsals,
    students::new_students::CHUNK,
};
use domain::{
    exercises::ExerciseBadge,
    ids::{AccountId, ClassId},
    refusal::Refusal,
    rehearsal::REHEARSAL_LIFE,
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid,
};

/// Number of classes that one query selects. Each class is deleted in its own transaction.
const BATCH: u64 = 50;

impl Classes {
    /// Deletes all classes whose retention time is over, and rehearsals after their hour. This is safe on several replicas:
    /// a class that another replica has deleted, or whose end was extended in the meantime, is skipped. A class that
    /// cannot be deleted does not stop the others.
    pub(crate) async fn purge_classes(&self) -> Result<u64> {
        let ended_by = self.clock.now().before(self.settings.purge_after);
        let (mut gone, mut last) = (0, None);
        loop {
            let due: Vec<(i64, Uuid)> = class::Entity::find()
                .select_only()
                .columns([class::Column::ExpiresAt, class::Column::Id])
                .filter(is_due(ended_by, self.clock.now()))
                .filter(comes_after(last))
                .order_by_asc(class::Column::ExpiresAt)
                .order_by_asc(class::Column::Id)
                .limit(BATCH)
                .into_tuple()
                .all(&self.db.read)
                .await?;
            let Some(end) = due.last().copied() else {
                return Ok(gone);
            };
            last = Some(end);
            for (_, class) in due {
                match self.purge_class(class, ended_by).await {
                    Ok(went) => gone += u64::from(went),
                    Err(error) => tracing::error!(%error, %class, "a class cannot be deleted"),
                }
            }
        }
    }

    /// Deletes the class now, whether it has ended or not. The owner keeps the anonymous results, as with every deleted
    /// class.
    pub async fn delete_class(&self, teacher: ManagesClass) -> Result<()> {
        let whenever = Timestamp::from_micros(i64::MAX);
        match self.purge_class(teacher.class().uuid(), whenever).await? {
            true => Ok(()),
            false => Err(Refusal::NotFound.into()),
        }
    }

    async fn purge_class(&self, id: Uuid, ended_by: Timestamp) -> Result<bool> {
        transaction!(&self.db, |tx| {
            let class = class::Entity::find_by_id(id)
                .filter(is_due(ended_by, self.clock.now()))
                .lock_exclusive()
                .one(tx)
                .await?;
            let Some(mut class) = class else { return Ok(false) };
            class.expires_at = class.expires_at.min(self.clock.now().micros());
            let seats = seat::Entity::find()
                .filter(seat::Column::ClassId.eq(id))
                .find_also_related(account::Entity)
                .all(tx)
                .await?;
            if let Some(owner) = class.owner_id.filter(|_| !class.rehearsal) {
                let badges = Badges::of_class(tx, &class).await?;
                keep_results(tx, &class, owner, &seats, badges).await?;
                finish::keep(tx, &class, owner).await?;
            }
            finish::forget(tx, id).await?;
            let students: Vec<_> = seats.into_iter().filter_map(|(_, account)| account).collect();
            for some in students.chunks(CHUNK) {
                self.purge_students(tx, some).await?;
            }
            exercise_progress::Entity::delete_many()
                .filter(exercise_progress::Column::ClassId.eq(id))
                .exec(tx)
                .await?;
            seat::Entity::delete_many()
                .filter(seat::Column::ClassId.eq(id))
                .exec(tx)
                .await?;
            if class.rehearsal {
                lease::Entity::delete_by_id(rehearsals::work_of(ClassId::from_uuid(id)))
                    .exec(tx)
                    .await?;
            }
            class::Entity::delete_by_id(id).exec(tx).await?;
            Ok(true)
        })
    }

    async fn purge_students(&self, tx: &Transaction, students: &[account::Model]) -> Result<()> {
        let ids = || students.iter().map(|student| student.id);
        let macs = &self.macs;
        let about = students.iter().flat_map(|student| {
            [
                throttle::Subject::password(macs, AccountId::from_uuid(student.id), None).about(),
                throttle::Subject::code(macs, AccountId::from_uuid(student.id)).about(),
            ]
        });
        counter::Entity::delete_many()
            .filter(counter::Column::About.is_in(about))
            .exec(tx)
            .await?;
        factor::Entity::delete_many()
            .filter(factor::Column::AccountId.is_in(ids()))
            .exec(tx)
            .await?;
        recovery_code::Entity::delete_many()
            .filter(recovery_code::Column::AccountId.is_in(ids()))
            .exec(tx)
            .await?;
        passkey::Entity::delete_many()
            .filter(passkey::Column::AccountId.is_in(ids()))
            .exec(tx)
            .await?;
        message_code::Entity::delete_many()
            .filter(message_code::Column::AccountId.is_in(ids()))
            .exec(tx)
            .await?;
        browser_sessions::remove(tx, &ids().collect::<Vec<_>>()).await?;
        token_family::Entity::delete_many()
            .filter(token_family::Column::AccountId.is_in(ids()))
            .exec(tx)
            .await?;
        account::Entity::delete_many()
            .filter(account::Column::Id.is_in(ids()))
            .exec(tx)
            .await?;
        Ok(())
    }
}

/// The classes behind this end and id, in the order of both.
fn comes_after(last: Option<(i64, Uuid)>) -> Condition {
    let Some((end, id)) = last else { return Condition::all() };
    let same_end = Condition::all()
        .add(class::Column::ExpiresAt.eq(end))
        .add(class::Column::Id.gt(id));
    Condition::any().add(class::Column::ExpiresAt.gt(end)).add(same_end)
}

/// A class whose retention time is over, or a rehearsal that was opened an hour ago. A rehearsal that the teacher has ended
/// before stays until then, so that its finish page can be seen.
fn is_due(ended_by: Timestamp, now: Timestamp) -> Condition {
    Condition::any()
        .add(class::Column::ExpiresAt.lte(ended_by.micros()))
        .add(
            Condition::all()
                .add(class::Column::Rehearsal.eq(true))
                .add(class::Column::CreatedAt.lte(now.before(REHEARSAL_LIFE).micros())),
        )
}

/// Stores one row for each seat: the time from the opening of the class to each badge. The row contains no name, login
/// or label.
async fn keep_results(
    tx: &Transaction,
    class: &class::Model,
    owner: Uuid,
    seats: &[(seat::Model, Option<account::Model>)],
    mut badges: Badges,
) -> Result<()> {
    let there: Vec<_> = seats.iter().filter(|(seat, _)| seat.removed_at.is_none()).collect();
    let opened = Timestamp::from_micros(class.created_at);
    // Earlier releases opened a deleted class again, under the same id, when its form was sent once more.
    class_result::Entity::delete_many()
        .filter(class_result::Column::ClassId.eq(class.id))
        .exec(tx)
        .await?;
    for some in there.chunks(CHUNK) {
        let rows = some.iter().map(|(seat, _)| {
            let exercises = ExerciseBadge::to_result(&badges.take(seat), opened);
            let after = |reached: Option<i64>| Set(reached.map(|at| at - class.created_at));
            class_result::ActiveModel {
                class_id: Set(class.id),
                number: Set(seat.number),
                owner_id: Set(owner),
                title: Set(class.title.clone()),
                opened_at: Set(class.created_at),
                ended_at: Set(class.expires_at),
                signed_in_after: after(seat.signed_in_at),
                setup_opened_after: after(seat.setup_opened_at),
                connected_after: after(seat.connected_at),
                signed_in_2fa_after: after(seat.signed_in_2fa_at),
                failures: Set(seat.failures),
                resets: Set(seat.resets),
                exercises: Set(Some(exercises).filter(|text| !text.is_empty())),
            }
        });
        class_result::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
