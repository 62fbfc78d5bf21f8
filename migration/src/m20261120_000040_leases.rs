//! Creates the table `lease`. The replica with the lease of a task does that task for all replicas.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let lease = table::create(manager, "lease")
            .col(ColumnDef::new("work").string_len(32).not_null().primary_key())
            // The server process that has the lease now or had it last: a random id, which the process chooses at its
            // start.
            .col(ColumnDef::new("holder").uuid().not_null())
            // Until this time no other process can get the lease.
            .col(table::required(table::moment("until")))
            .to_owned();
        table::create_all(manager, [lease], []).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("lease").to_owned()).await
    }
}
