//! Adds to `seat` by which address or number a learning platform knows the student, for the import of grades.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const EXTERNAL_ID: &str = "external_id";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = ColumnDef::new(EXTERNAL_ID).string_len(100).take();
        let alter = Table::alter().table("seat").add_column(column).to_owned();
        manager.alter_table(alter).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter().table("seat").drop_column(EXTERNAL_ID).to_owned();
        manager.alter_table(alter).await
    }
}
