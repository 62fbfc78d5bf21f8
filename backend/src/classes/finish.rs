//! What a class as a whole has shown: the debrief on the projector page, and the finish page that the teacher keeps.

use super::{Classes, queries::class_of, questions};
use crate::{
    Error, Result,
    access::{ManagesClass, Member, ReadsClass},
    db::Transaction,
    entity::{class, class_finish, class_mistake, class_result},
    exercises::badges::Badges,
};
use domain::{
    exercises::Lesson,
    ids::ClassId,
    mistakes::{Mistake, Mistakes},
    refusal::Refusal,
    time::Timestamp,
    view::{DebriefView, ExerciseCount, FinishView, QuestionResults},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use serde::{Deserialize, Serialize};

/// What stays of a class after its deletion, besides the times of its seats.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    mistakes: Mistakes,
    questions: QuestionResults,
}

/// What is stored of the finish page of a deleted class, for the export.
#[derive(Debug, Serialize, Deserialize)]
pub struct StoredFinish {
    pub class: ClassId,
    /// The content as it is stored.
    pub content: serde_json::Value,
}

impl Classes {
    /// The debrief contains no names, so everybody who may read the class may see it.
    pub async fn debrief(&self, reader: impl Into<ReadsClass>) -> Result<DebriefView> {
        let class = class_of(&self.db.read, reader.into().class()).await?;
        let badges = Badges::of_class(&self.db.read, &class).await?;
        Ok(DebriefView {
            mistakes: mistakes_of(&self.db.read, class.id).await?,
            exercises: ExerciseCount::of(Lesson::parse(&class.lesson), badges.all()),
            questions: questions::results_of(&self.db.read, &class).await?,
        })
    }

    pub async fn finish(&self, teacher: ManagesClass) -> Result<FinishView> {
        let class = class_of(&self.db.read, teacher.class()).await?;
        Ok(FinishView {
            results: self.results(teacher).await?,
            opened: Timestamp::from_micros(class.created_at),
            mistakes: mistakes_of(&self.db.read, class.id).await?,
            questions: questions::results_of(&self.db.read, &class).await?,
        })
    }

    /// The finish page of a deleted class. Only the member who owned the class can read it.
    pub async fn finish_of_deleted(&self, who: &Member, class: ClassId) -> Result<FinishView> {
        let results = self.results_of_deleted(who, class).await?;
        let owned = class_finish::Column::OwnerId.eq(who.account().uuid());
        let kept = class_finish::Entity::find_by_id(class.uuid()).filter(owned);
        let kept = kept.one(&self.db.read).await?;
        let kept: Kept = kept.map_or_else(Kept::default, |row| {
            serde_json::from_str(&row.content).unwrap_or_default()
        });
        let times = class_result::Entity::find()
            .filter(class_result::Column::ClassId.eq(class.uuid()))
            .order_by_asc(class_result::Column::Number)
            .one(&self.db.read)
            .await?;
        let times = times.ok_or(Refusal::NotFound)?;
        Ok(FinishView {
            results,
            opened: Timestamp::from_micros(times.opened_at),
            mistakes: kept.mistakes,
            questions: kept.questions,
        })
    }

    /// The stored finish pages of the member's deleted classes, the oldest first.
    pub(crate) async fn stored_finish_pages(&self, who: &Member) -> Result<Vec<StoredFinish>> {
        let rows = class_finish::Entity::find()
            .filter(class_finish::Column::OwnerId.eq(who.account().uuid()))
            // Class ids begin with the time of creation.
            .order_by_asc(class_finish::Column::ClassId)
            .all(&self.db.read)
            .await?;
        let pages = rows.into_iter().map(|row| {
            Ok(StoredFinish {
                class: ClassId::from_uuid(row.class_id),
                content: serde_json::from_str(&row.content).map_err(|_| Error::Corrupt("finish of a class"))?,
            })
        });
        pages.collect()
    }
}

/// Counts a mistake. The caller has locked the row of the class, as the deletion of the class does first.
pub(crate) async fn count_mistake(tx: &Transaction, class: ClassId, mistake: Mistake) -> Result<()> {
    let first = class_mistake::ActiveModel {
        class_id: Set(class.uuid()),
        mistake: Set(mistake.code().to_owned()),
        times: Set(1),
    };
    let times = Expr::col((class_mistake::Entity, class_mistake::Column::Times)).add(1);
    let again = OnConflict::columns([class_mistake::Column::ClassId, class_mistake::Column::Mistake])
        .value(class_mistake::Column::Times, times)
        .to_owned();
    class_mistake::Entity::insert(first)
        .on_conflict(again)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

async fn mistakes_of(db: &impl ConnectionTrait, class: Uuid) -> Result<Mistakes> {
    let rows = class_mistake::Entity::find()
        .filter(class_mistake::Column::ClassId.eq(class))
        .all(db)
        .await?;
    let counts = rows.into_iter().filter_map(|row| {
        let times = u64::try_from(row.times).ok()?;
        Some((Mistake::from_code(&row.mistake)?, times))
    });
    Ok(Mistakes::of(counts))
}

/// Keeps what the owner reads on the finish page after the deletion of the class.
pub(super) async fn keep(tx: &Transaction, class: &class::Model, owner: Uuid) -> Result<()> {
    let kept = Kept {
        mistakes: mistakes_of(tx, class.id).await?,
        questions: questions::results_of(tx, class).await?,
    };
    let row = class_finish::ActiveModel {
        class_id: Set(class.id),
        owner_id: Set(owner),
        content: Set(serde_json::to_string(&kept).map_err(|_| Error::Corrupt("finish of a class"))?),
    };
    // See `keep_results`: a class can have been deleted before.
    class_finish::Entity::delete_by_id(class.id).exec(tx).await?;
    class_finish::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Deletes what was counted, together with the class.
pub(super) async fn forget(tx: &Transaction, class: Uuid) -> Result<()> {
    class_mistake::Entity::delete_many()
        .filter(class_mistake::Column::ClassId.eq(class))
        .exec(tx)
        .await?;
    questions::forget(tx, class).await
}
