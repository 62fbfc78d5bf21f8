//! The student's own page: where she stands and what comes next.

use super::progress;
use crate::{
    Result, Stepwise,
    access::SignedIn,
    entity::{factor, recovery_code},
};
use domain::{
    refusal::Refusal,
    stage::{Stage, StageTimes},
    time::Timestamp,
    totp::Step,
    view::LessonView,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

impl Stepwise {
    pub async fn lesson(&self, who: &SignedIn) -> Result<LessonView> {
        let now = self.now();
        let db = &self.db().read;
        let place = progress::place_of(db, who.account()).await?.ok_or(Refusal::NotFound)?;
        let stages = place.stages();
        let connected = stages.is_reached(Stage::Connected);
        let waiting = connected && !stages.is_reached(Stage::SignedIn2fa);
        let next_code_at = if waiting {
            self.next_code_at(who, now).await?
        } else {
            None
        };
        let unused = recovery_code::Entity::find()
            .filter(recovery_code::Column::AccountId.eq(who.account().uuid()))
            .filter(recovery_code::Column::UsedAt.is_null());
        let recovery_codes_left = if connected { unused.count(db).await? } else { 0 };
        Ok(LessonView {
            login: who.login().to_owned(),
            title: place.class.title.clone(),
            state: place.class_state(now),
            stages,
            expires: Timestamp::from_micros(place.class.expires_at),
            now,
            next_code_at,
            recovery_codes_left: u32::try_from(recovery_codes_left).unwrap_or(u32::MAX),
        })
    }

    /// How far a student has come; members walk no stages.
    pub async fn stages(&self, who: &SignedIn) -> Result<Option<StageTimes>> {
        let place = progress::place_of(&self.db().read, who.account()).await?;
        Ok(place.map(|place| place.stages()))
    }

    async fn next_code_at(&self, who: &SignedIn, now: Timestamp) -> Result<Option<Timestamp>> {
        let confirmed = factor::Entity::find()
            .filter(factor::Column::AccountId.eq(who.account().uuid()))
            .filter(factor::Column::Confirmed.eq(true))
            .one(&self.db().read)
            .await?;
        let last = confirmed
            .and_then(|row| row.last_step)
            .and_then(|step| u64::try_from(step).ok());
        Ok(last.map(|last| now.after(Step::from_number(last).until_next(now))))
    }
}
