//! The student's lesson page: the stages that they have reached, and the next step.

use super::{Students, progress};
use crate::{
    Result, access::SignedIn, entity::factor, exercises::badges::badges_of, members::queries::recovery_codes_left,
};
use domain::{
    class::ClassState,
    factor::FactorKind,
    refusal::Refusal,
    stage::{Stage, StageTimes},
    time::Timestamp,
    totp::Step,
    view::{LessonState, LessonView},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

impl Students {
    pub async fn lesson(&self, who: &SignedIn) -> Result<LessonView> {
        let now = self.clock.now();
        let db = &self.db.read;
        let place = progress::seat_of(db, &who.identity, who.seat.as_ref())
            .await?
            .ok_or(Refusal::NotFound)?;
        let stages = place.stages();
        let connected = stages.is_reached(Stage::Connected);
        let next_code_at = self.next_code_at(who).await?;
        let recovery_codes_left = if connected {
            recovery_codes_left(db, who.account()).await?
        } else {
            0
        };
        let exercises = badges_of(db, &place).await?;
        let LessonState { state, shown, asked } = place.lesson_state(now);
        Ok(LessonView {
            questions: place.questions_due(&exercises),
            login: who.login().to_owned(),
            seat: place.number(),
            title: place.title.clone(),
            state,
            stages,
            expires: place.expires(),
            now,
            next_code_at,
            recovery_codes_left,
            lesson: place.lesson(),
            shown,
            asked,
            exercises,
            hand: place.hand(),
        })
    }

    /// The state and the settings of the class. An open page requests it while its stream does not work.
    pub async fn lesson_state(&self, who: &SignedIn) -> Result<LessonState> {
        let place = progress::seat_of(&self.db.read, &who.identity, who.seat.as_ref()).await?;
        Ok(place.ok_or(Refusal::NotFound)?.lesson_state(self.clock.now()))
    }

    /// The stages of a student; `None` for a member, who has no seat.
    pub async fn stages(&self, who: &SignedIn) -> Result<Option<StageTimes>> {
        let place = progress::seat_of(&self.db.read, &who.identity, who.seat.as_ref()).await?;
        Ok(place.map(|place| place.stages()))
    }

    /// Whether the student can sign out now to reach the last stage.
    pub async fn code_is_next(&self, who: &SignedIn) -> Result<bool> {
        let place = progress::seat_of(&self.db.read, &who.identity, who.seat.as_ref()).await?;
        let now = self.clock.now();
        Ok(place.is_some_and(|place| {
            place.class_state(now) == ClassState::Open && place.stages().next() == Some(Stage::SignedIn2fa)
        }))
    }

    /// When the authenticator of a student before the last stage shows a code that was not used yet.
    pub async fn next_code_at(&self, who: &SignedIn) -> Result<Option<Timestamp>> {
        let now = self.clock.now();
        let stages = self.stages(who).await?;
        if stages.and_then(StageTimes::next) != Some(Stage::SignedIn2fa) {
            return Ok(None);
        }
        let confirmed = factor::Entity::find()
            .filter(factor::Column::AccountId.eq(who.account().uuid()))
            .filter(factor::Column::Kind.eq(FactorKind::Totp.code()))
            .filter(factor::Column::Confirmed.eq(true))
            .one(&self.db.read)
            .await?;
        let last = confirmed
            .and_then(|row| row.last_step)
            .and_then(|step| u64::try_from(step).ok());
        Ok(last.map(|last| now.after(Step::from_number(last).until_next(now))))
    }
}
