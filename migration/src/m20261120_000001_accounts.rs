//! Creates the table `account`: members and students.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let account = table::create(manager, "account")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            .col(ColumnDef::new("kind").string_len(8).not_null())
            .col(ColumnDef::new("role").string_len(8))
            .col(ColumnDef::new("username").string_len(64).not_null().unique_key())
            .col(ColumnDef::new("password_hash").string_len(255))
            .col(table::sealed("sealed_password"))
            .col(ColumnDef::new("epoch").integer().not_null().default(0))
            .col(ColumnDef::new("active").boolean().not_null().default(true))
            .col(table::required(table::moment("created_at")))
            .col(table::moment("updated_at"))
            .to_owned();
        table::create_all(manager, [account], []).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("account").to_owned()).await
    }
}
