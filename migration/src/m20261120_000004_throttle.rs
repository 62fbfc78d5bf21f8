//! Wrong answers, counted where every replica sees them.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let throttle = table::create(manager, "throttle")
            // A keyed hash of what is throttled: people type passwords into name fields.
            .col(table::required(table::hash("subject")).primary_key())
            // Whom it is about: a name is counted per browser, and a teacher unlocks them all.
            .col(table::required(table::hash("about")))
            .col(ColumnDef::new("failures").integer().not_null())
            .col(table::moment("locked_until"))
            .col(table::required(table::moment("updated_at")))
            .to_owned();
        table::create_all(
            manager,
            [throttle],
            [
                table::index("throttle_about", "throttle", ["about"]),
                table::index("throttle_updated", "throttle", ["updated_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("throttle").to_owned()).await
    }
}
