//! What the teacher does: switches exercises on and off, and opens them for the class.

use super::Exercises;
use crate::{
    Result, access::ManagesClass, classes::queries::running, db::transaction, entity::class, students::progress,
};
use domain::exercises::{Exercise, Gate, GateTimes, Lesson};
use sea_orm::{EntityTrait, sea_query::Expr};

impl Exercises {
    pub async fn set_gate(&self, teacher: ManagesClass, exercise: Exercise, gate: Gate) -> Result<Lesson> {
        self.change_lesson(teacher, |lesson| lesson.with(exercise, gate)).await
    }

    /// Sets the gates of several exercises at once. The others stay as they are.
    pub async fn set_gates(&self, teacher: ManagesClass, gates: &[(Exercise, Gate)]) -> Result<Lesson> {
        let with_all = |lesson| {
            gates
                .iter()
                .fold(lesson, |lesson: Lesson, (exercise, gate)| lesson.with(*exercise, *gate))
        };
        self.change_lesson(teacher, with_all).await
    }

    /// Opens an exercise for everybody. A press that comes twice, or after a colleague has opened it, changes nothing.
    pub async fn open_for_all(&self, teacher: ManagesClass, exercise: Exercise) -> Result<Lesson> {
        let opened = |lesson: Lesson| match lesson.gate(exercise) {
            Gate::Later => lesson.with(exercise, Gate::Open),
            Gate::Off | Gate::Open => lesson,
        };
        self.change_lesson(teacher, opened).await
    }

    async fn change_lesson(&self, teacher: ManagesClass, change: impl Fn(Lesson) -> Lesson + Sync) -> Result<Lesson> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            let class = running(tx, teacher.class(), now).await?;
            let before = Lesson::parse(&class.lesson);
            let after = change(before);
            if after != before {
                let opened = GateTimes::parse(&class.gates_opened).changed(before, after, now);
                let update = class::Entity::update_many()
                    .col_expr(class::Column::Lesson, Expr::value(after.to_string()))
                    .col_expr(class::Column::GatesOpened, Expr::value(opened.to_string()));
                progress::change_class(tx, teacher.class(), update).await?;
            }
            Ok(after)
        })
    }
}
