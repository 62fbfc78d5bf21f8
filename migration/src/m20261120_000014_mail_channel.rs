//! Adds a channel to the table `mail`, so that the queue can hold text messages as well.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter()
            .table("mail")
            .add_column(ColumnDef::new("channel").string_len(8).not_null().default("email"))
            .to_owned();
        manager.alter_table(alter).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter().table("mail").drop_column("channel").to_owned();
        manager.alter_table(alter).await
    }
}
