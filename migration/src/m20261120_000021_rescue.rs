//! Creates the table `rescue`: requests for help from members who have lost their phone and their recovery codes.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let rescue = table::create(manager, "rescue")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            .col(ColumnDef::new("account_id").uuid().not_null())
            // The account while the request is open, otherwise `NULL`. The column is unique, so an account has at most
            // one open request.
            .col(ColumnDef::new("open_for").uuid().unique_key())
            .col(ColumnDef::new("state").string_len(8).not_null())
            .col(table::required(table::moment("asked_at")))
            .col(table::moment("decided_at"))
            // The administrator who decided on the request; `NULL` if the member objected.
            .col(ColumnDef::new("decided_by").uuid())
            .to_owned();
        table::create_all(
            manager,
            [rescue],
            [table::index("rescue_of_account", "rescue", ["account_id", "asked_at"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("rescue").to_owned()).await
    }
}
