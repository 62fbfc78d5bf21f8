//! Creates the tables `factor` and `recovery_code`.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let factor = table::create(manager, "factor")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            .col(ColumnDef::new("account_id").uuid().not_null())
            .col(ColumnDef::new("kind").string_len(8).not_null())
            .col(ColumnDef::new("confirmed").boolean().not_null())
            .col(table::required(table::sealed("sealed")))
            // The last time step whose code was accepted. The server accepts only codes of later steps.
            .col(ColumnDef::new("last_step").big_integer())
            .col(table::required(table::moment("created_at")))
            .col(table::moment("confirmed_at"))
            .to_owned();
        let recovery_code = table::create(manager, "recovery_code")
            .col(ColumnDef::new("account_id").uuid().not_null())
            .col(table::required(table::hash("hash")))
            .col(table::moment("used_at"))
            .primary_key(Index::create().col("account_id").col("hash"))
            .to_owned();
        table::create_all(
            manager,
            [factor, recovery_code],
            [table::index(
                "factor_of_account",
                "factor",
                ["account_id", "confirmed", "created_at"],
            )],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("recovery_code").to_owned())
            .await?;
        manager.drop_table(Table::drop().table("factor").to_owned()).await
    }
}
