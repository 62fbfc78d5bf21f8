//! Adds to `class` whether its students use their own phones. Classes that were opened before allow phones.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const PHONES: &str = "phones";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let phones = ColumnDef::new(PHONES).boolean().not_null().default(true).take();
        let alter = Table::alter().table("class").add_column(phones).to_owned();
        manager.alter_table(alter).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter().table("class").drop_column(PHONES).to_owned();
        manager.alter_table(alter).await
    }
}
