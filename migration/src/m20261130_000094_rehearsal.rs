//! Adds to `class` whether its students are simulated.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const REHEARSAL: &str = "rehearsal";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = ColumnDef::new(REHEARSAL).boolean().not_null().default(false).take();
        let alter = Table::alter().table("class").add_column(column).to_owned();
        manager.alter_table(alter).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter().table("class").drop_column(REHEARSAL).to_owned();
        manager.alter_table(alter).await
    }
}
