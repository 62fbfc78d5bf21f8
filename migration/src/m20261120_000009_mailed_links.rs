//! Creates the table `mailed_link`: secret links in mails. A link has one purpose, can be used once, and expires.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let link = table::create(manager, "mailed_link")
            // Hash of the link, so that an attacker who reads the table cannot use the link.
            .col(table::required(table::hash("hash")).primary_key())
            .col(ColumnDef::new("purpose").string_len(16).not_null())
            // `NULL` for an invitation, because the invited person has no account yet.
            .col(ColumnDef::new("account_id").uuid())
            // The e-mail address that is confirmed when the user opens the link.
            .col(ColumnDef::new("email").string_len(254))
            .col(table::required(table::moment("created_at")))
            .col(table::required(table::moment("expires_at")))
            .col(table::moment("used_at"))
            .to_owned();
        table::create_all(
            manager,
            [link],
            [
                table::index(
                    "mailed_link_account",
                    "mailed_link",
                    ["account_id", "purpose", "created_at"],
                ),
                table::index("mailed_link_expires", "mailed_link", ["expires_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("mailed_link").to_owned()).await
    }
}
