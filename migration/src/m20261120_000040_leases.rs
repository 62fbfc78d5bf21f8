//! Work that one replica at a time does for all of them.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let lease = table::create(manager, "lease")
            .col(ColumnDef::new("work").string_len(32).not_null().primary_key())
            // Whoever does it now, or did it last: a name that a process gives itself at its start.
            .col(ColumnDef::new("holder").uuid().not_null())
            // Until then nobody else begins.
            .col(table::required(table::moment("until")))
            .to_owned();
        table::create_all(manager, [lease], []).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("lease").to_owned()).await
    }
}
