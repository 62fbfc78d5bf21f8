//! Creates the tables `passkey` (passkeys of accounts) and `passkey_challenge` (challenges that were answered).

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let passkeys = table::create(manager, "passkey")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            .col(ColumnDef::new("account_id").uuid().not_null())
            .col(ColumnDef::new("name").string_len(160).not_null())
            // The id of a credential has up to 1023 bytes, which is too long for an index of MySQL.
            .col(table::required(table::hash("credential_hash")))
            .col(ColumnDef::new("credential_id").var_binary(1023).not_null())
            // The algorithm as a COSE number, and the key as DER (SubjectPublicKeyInfo).
            .col(ColumnDef::new("algorithm").integer().not_null())
            .col(ColumnDef::new("public_key").var_binary(2048).not_null())
            .col(ColumnDef::new("sign_count").big_integer().not_null())
            .col(table::required(table::moment("created_at")))
            .col(table::moment("last_used_at"))
            .to_owned();
        let challenges = table::create(manager, "passkey_challenge")
            .col(table::required(table::hash("hash")).primary_key())
            .col(table::required(table::moment("used_at")))
            .to_owned();
        let by_credential = table::index("passkey_credential", "passkey", ["credential_hash"])
            .unique()
            .to_owned();
        let indexes = [
            by_credential,
            table::index("passkey_account", "passkey", ["account_id"]),
            table::index("passkey_challenge_used", "passkey_challenge", ["used_at"]),
        ];
        table::create_all(manager, [passkeys, challenges], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["passkey", "passkey_challenge"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
