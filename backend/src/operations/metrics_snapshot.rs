//! Values for the metrics: open classes, waiting mails, the state of the connection pool, and the sent statements.

use super::Operations;
use crate::{
    Result,
    db::PoolSize,
    entity::{class, mail},
    notify::queue::UNKNOWN_RECIPIENT,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetricsSnapshot {
    pub open_classes: u64,
    pub waiting_mails: u64,
}

impl Operations {
    pub async fn figures(&self) -> Result<MetricsSnapshot> {
        let now = self.clock.now().micros();
        let db = &self.db.read;
        let open = class::Entity::find().filter(class::Column::ExpiresAt.gt(now));
        Ok(MetricsSnapshot {
            open_classes: open.count(db).await?,
            waiting_mails: mail::Entity::find()
                .filter(mail::Column::Channel.ne(UNKNOWN_RECIPIENT))
                .count(db)
                .await?,
        })
    }

    pub fn pool_size(&self) -> PoolSize {
        self.db.pool_size()
    }

    pub fn statements_so_far(&self) -> u64 {
        self.db.statements_so_far()
    }
}
