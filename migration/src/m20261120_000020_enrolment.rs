//! Creates the table `enrolment_code`. After an administrator has removed the factors of a member, the member needs
//! such a code to connect a phone.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter()
            .table("account")
            .add_column(ColumnDef::new("must_enrol").boolean().not_null().default(false))
            .to_owned();
        manager.alter_table(alter).await?;
        // One row per account: a new code replaces the old one.
        let code = table::create(manager, "enrolment_code")
            .col(ColumnDef::new("account_id").uuid().not_null().primary_key())
            // Keyed hash of the code. The code itself is shown once and not stored.
            .col(table::required(table::hash("hash")))
            .col(table::required(table::moment("issued_at")))
            .col(table::required(table::moment("expires_at")))
            .col(table::moment("used_at"))
            .to_owned();
        table::create_all(
            manager,
            [code],
            [
                table::index("enrolment_code_expires", "enrolment_code", ["expires_at"]),
                // For queries that list the few administrators among all accounts.
                table::index("account_role", "account", ["role", "active"]),
                // For queries that list members by name, without reading the far more numerous students.
                table::index("account_kind_username", "account", ["kind", "username"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for index in ["account_kind_username", "account_role"] {
            let drop = Index::drop().name(index).table("account").to_owned();
            manager.drop_index(drop).await?;
        }
        manager
            .drop_table(Table::drop().table("enrolment_code").to_owned())
            .await?;
        let alter = Table::alter().table("account").drop_column("must_enrol").to_owned();
        manager.alter_table(alter).await
    }
}
