//! Creates the table `token_family`: one row for each login over the API, with a hash of the refresh token that is
//! valid now.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let family = table::create(manager, "token_family")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            .col(ColumnDef::new("account_id").uuid().not_null())
            // Hash of the id (`jti`) of the newest refresh token.
            .col(table::required(table::hash("hash")))
            .col(table::required(table::moment("created_at")))
            .col(table::required(table::moment("expires_at")))
            .to_owned();
        let of_account = table::index("token_family_account", "token_family", ["account_id"]);
        table::create_all(manager, [family], [of_account]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("token_family").to_owned()).await
    }
}
