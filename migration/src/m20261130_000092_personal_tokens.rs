//! Creates the table `personal_token`: tokens that members make for their own API clients.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tokens = table::create(manager, "personal_token")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            .col(ColumnDef::new("account_id").uuid().not_null())
            .col(ColumnDef::new("name").string_len(160).not_null())
            .col(table::required(table::hash("hash")))
            .col(ColumnDef::new("scope").string_len(16).not_null())
            // Both epochs of the account when the token was made. The token ends when one of them has changed.
            .col(ColumnDef::new("epoch").integer().not_null())
            .col(ColumnDef::new("token_epoch").integer().not_null())
            .col(table::required(table::moment("created_at")))
            .col(table::required(table::moment("expires_at")))
            .col(table::moment("last_used_at"))
            .to_owned();
        let indexes = [
            table::index("personal_token_hash", "personal_token", ["hash"])
                .unique()
                .to_owned(),
            table::index("personal_token_account", "personal_token", ["account_id"]),
        ];
        table::create_all(manager, [tokens], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("personal_token").to_owned())
            .await
    }
}
