//! Creates the table `trusted_browser`: browsers in which a member signs in without a code for some days.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let trusted = table::create(manager, "trusted_browser")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            // Hash of the random token in the cookie, so that an attacker who reads the table cannot forge the cookie.
            .col(table::required(table::hash("hash")))
            .col(ColumnDef::new("account_id").uuid().not_null())
            // Epoch of the account when the browser was trusted. The trust ends when the account has another epoch.
            .col(ColumnDef::new("epoch").integer().not_null())
            .col(ColumnDef::new("agent").string_len(64).not_null())
            .col(table::required(table::moment("created_at")))
            .col(table::required(table::moment("expires_at")))
            .to_owned();
        let by_hash = table::index("trusted_browser_hash", "trusted_browser", ["hash"])
            .unique()
            .to_owned();
        let of_account = table::index("trusted_browser_account", "trusted_browser", ["account_id"]);
        table::create_all(manager, [trusted], [by_hash, of_account]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("trusted_browser").to_owned())
            .await
    }
}
