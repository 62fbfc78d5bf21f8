//! A student answers the questions before and after the lesson. The seat only stores that it has answered.

use super::{Students, progress};
use crate::{
    Result,
    access::SignedIn,
    classes::{
        queries::locked,
        questions::{count_answers, set_of},
    },
    db::transaction,
    entity::seat,
    exercises::badges::badges_of,
    students::progress::{StudentSeat, change_counted},
};
use domain::{
    class::ClassState,
    questions::{Phase, chosen, orders},
    refusal::Refusal,
    view::{AskedQuestion, StudentQuestions},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use std::sync::Arc;

impl Students {
    /// The questions that are due now. Refused if none are, for example because the student has answered them.
    pub async fn questions(&self, who: &SignedIn) -> Result<StudentQuestions> {
        let (place, phase) = self.asked(who).await?;
        let set = set_of(&self.db.read, place.class().uuid(), &place.questions).await?;
        Ok(StudentQuestions {
            state: place.class_state(self.clock.now()),
            phase,
            set: set.fingerprint(),
            orders: orders(&set, place.class(), place.number(), phase),
            own: AskedQuestion::of(set),
        })
    }

    /// `shown` is the fingerprint of the questions on the page. `typed` contains for each question the place of the
    /// choice in the order in which the page shows the choices.
    pub async fn answer_questions(
        &self,
        who: &SignedIn,
        phase: Phase,
        shown: &str,
        typed: &[Option<usize>],
    ) -> Result<()> {
        let (place, due) = self.asked(who).await?;
        if due != phase {
            return Err(Refusal::RoundOver.into());
        }
        match place.class_state(self.clock.now()) {
            ClassState::Paused => return Err(Refusal::ClassPaused.into()),
            ClassState::Ended => return Err(Refusal::ClassEnded.into()),
            ClassState::Open => {}
        }
        transaction!(&self.db, |tx| {
            // `set_questions` takes the same lock, so the class keeps these questions until the answers are counted.
            let class = locked(tx, place.class()).await?;
            let set = set_of(tx, class.id, &class.questions).await?;
            if set.fingerprint() != shown {
                return Err(Refusal::ChangedMeanwhile.into());
            }
            let choices = chosen(&orders(&set, place.class(), place.number(), phase), typed)?;
            let answered = Expr::col(seat::Column::QuestionsAnswered);
            // A form that is sent twice, even in parallel, is counted once.
            let first = seat::Entity::update_many()
                .col_expr(seat::Column::QuestionsAnswered, answered.clone().add(phase.bit()))
                .filter(seat::Column::Number.eq(place.number))
                .filter(seat::Column::AccountId.eq(place.account_id))
                .filter(answered.bit_and(phase.bit()).eq(0));
            match change_counted(tx, place.class(), first).await? {
                0 => Err(Refusal::RoundOver.into()),
                _ => count_answers(tx, place.class(), phase, &choices).await,
            }
        })
    }

    async fn asked(&self, who: &SignedIn) -> Result<(Arc<StudentSeat>, Phase)> {
        let place = progress::seat_of(&self.db.read, &who.identity, who.seat.as_ref()).await?;
        let place = place.ok_or(Refusal::NotFound)?;
        let badges = badges_of(&self.db.read, &place).await?;
        let phase = place.questions_due(&badges).ok_or(Refusal::RoundOver)?;
        Ok((place, phase))
    }
}
