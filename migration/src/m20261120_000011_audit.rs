//! Creates the table `audit_event`: what happened to which account and when. It contains no secrets.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let event = table::create(manager, "audit_event")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            .col(ColumnDef::new("account_id").uuid().not_null())
            .col(ColumnDef::new("kind").string_len(32).not_null())
            .col(table::required(table::moment("at")))
            .to_owned();
        table::create_all(
            manager,
            [event],
            [
                table::index("audit_of_account", "audit_event", ["account_id", "at"]),
                table::index("audit_at", "audit_event", ["at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("audit_event").to_owned()).await
    }
}
