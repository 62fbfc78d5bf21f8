//! Numbers for the metrics: open classes and waiting mails.

use super::Operations;
use crate::{
    Result,
    db::Pool,
    entity::{class, mail},
    notify::queue::TO_NOBODY,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    pub open_classes: u64,
    pub waiting_mails: u64,
}

impl Operations {
    pub async fn figures(&self) -> Result<Figures> {
        let now = self.clock.now().micros();
        let db = &self.db.read;
        let open = class::Entity::find().filter(class::Column::ExpiresAt.gt(now));
        Ok(Figures {
            open_classes: open.count(db).await?,
            waiting_mails: mail::Entity::find()
                .filter(mail::Column::Channel.ne(TO_NOBODY))
                .count(db)
                .await?,
        })
    }

    pub fn pool(&self) -> Pool {
        self.db.pool()
    }
}
