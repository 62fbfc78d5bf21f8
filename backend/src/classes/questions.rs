//! The questions before and after the lesson: which a class has, its own ones, and what the class has gained. The answers
//! are counted without the seat.

use super::{
    Classes,
    queries::{class_of, running},
};
use crate::{
    Error, Result,
    access::ManagesClass,
    db::{Transaction, transaction},
    entity::{class, class_question, question_answer, seat},
    students::progress,
};
use domain::{
    ids::ClassId,
    questions::{AnswerCount, Phase, Question, QuestionSet, gains},
    view::{QuestionResults, TeacherQuestions},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, OnConflict},
};

const BUILT_IN: &str = "built_in";
const OWN: &str = "own";

/// The text of `class.questions`.
pub(crate) const fn stored(set: &QuestionSet) -> &'static str {
    match set {
        QuestionSet::None => "",
        QuestionSet::BuiltIn => BUILT_IN,
        QuestionSet::Own(_) => OWN,
    }
}

impl Classes {
    pub async fn questions(&self, teacher: ManagesClass) -> Result<TeacherQuestions> {
        let class = class_of(&self.db.read, teacher.class()).await?;
        Ok(TeacherQuestions {
            id: teacher.class(),
            results: results_of(&self.db.read, &class).await?,
            title: class.title,
        })
    }

    /// Chooses the questions of the class. The answers to other questions are deleted.
    pub async fn set_questions(&self, teacher: ManagesClass, set: QuestionSet) -> Result<()> {
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            let class = running(tx, teacher.class(), now).await?;
            if set == QuestionSet::BuiltIn && class.questions == BUILT_IN {
                return Ok(());
            }
            forget(tx, class.id).await?;
            if let QuestionSet::Own(questions) = &set {
                let row = class_question::ActiveModel {
                    class_id: Set(class.id),
                    content: Set(serde_json::to_string(questions).map_err(|_| Error::Corrupt("questions"))?),
                };
                class_question::Entity::insert(row).exec_without_returning(tx).await?;
            }
            let unanswered = seat::Entity::update_many().col_expr(seat::Column::QuestionsAnswered, Expr::value(0));
            progress::change(tx, teacher.class(), unanswered).await?;
            let update = class::Entity::update_many().col_expr(class::Column::Questions, Expr::value(stored(&set)));
            progress::change_class(tx, teacher.class(), update).await
        })
    }
}

/// The questions with this stored text.
pub(crate) async fn set_of(db: &impl ConnectionTrait, class: Uuid, stored: &str) -> Result<QuestionSet> {
    match stored {
        BUILT_IN => Ok(QuestionSet::BuiltIn),
        OWN => {
            let row = class_question::Entity::find_by_id(class).one(db).await?;
            let questions: Option<Vec<Question>> = row.and_then(|row| serde_json::from_str(&row.content).ok());
            Ok(QuestionSet::Own(questions.ok_or(Error::Corrupt("questions"))?))
        }
        _ => Ok(QuestionSet::None),
    }
}

/// What the class has gained; nothing if it has no questions.
pub(crate) async fn results_of(db: &impl ConnectionTrait, class: &class::Model) -> Result<QuestionResults> {
    let set = set_of(db, class.id, &class.questions).await?;
    if set.is_none() {
        return Ok(QuestionResults::default());
    }
    let rows = question_answer::Entity::find()
        .filter(question_answer::Column::ClassId.eq(class.id))
        .all(db)
        .await?;
    let counts: Vec<AnswerCount> = rows
        .into_iter()
        .filter_map(|row| {
            Some(AnswerCount {
                phase: Phase::from_code(&row.phase)?,
                question: usize::try_from(row.question).ok()?,
                choice: usize::try_from(row.choice).ok()?,
                times: u64::try_from(row.times).ok()?,
            })
        })
        .collect();
    Ok(QuestionResults {
        gains: gains(&set, &counts),
        set,
    })
}

/// Counts the answers of one student, without the seat. The caller has locked the row of the class.
pub(crate) async fn count_answers(tx: &Transaction, class: ClassId, phase: Phase, choices: &[usize]) -> Result<()> {
    let stored = |number: usize| i32::try_from(number).map_err(|_| Error::Corrupt("answer"));
    for (question, choice) in choices.iter().enumerate() {
        let first = question_answer::ActiveModel {
            class_id: Set(class.uuid()),
            phase: Set(phase.code().to_owned()),
            question: Set(stored(question)?),
            choice: Set(stored(*choice)?),
            times: Set(1),
        };
        let times = Expr::col((question_answer::Entity, question_answer::Column::Times)).add(1);
        let again = OnConflict::columns([
            question_answer::Column::ClassId,
            question_answer::Column::Phase,
            question_answer::Column::Question,
            question_answer::Column::Choice,
        ])
        .value(question_answer::Column::Times, times)
        .to_owned();
        question_answer::Entity::insert(first)
            .on_conflict(again)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Deletes the own questions and all answers.
pub(super) async fn forget(tx: &Transaction, class: Uuid) -> Result<()> {
    class_question::Entity::delete_by_id(class).exec(tx).await?;
    question_answer::Entity::delete_many()
        .filter(question_answer::Column::ClassId.eq(class))
        .exec(tx)
        .await?;
    Ok(())
}
