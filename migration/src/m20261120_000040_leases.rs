//! Creates the table `lease`, by which one replica at a time does work for all.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let lease = table::create(manager, "lease")
            .col(ColumnDef::new("work").string_len(32).not_null().primary_key())
            // The process that holds or last held the lease: a random id that it chose at start-up.
            .col(ColumnDef::new("holder").uuid().not_null())
            // No other process takes the lease before this time.
            .col(table::required(table::moment("until")))
            .to_owned();
        table::create_all(manager, [lease], []).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("lease").to_owned()).await
    }
}
