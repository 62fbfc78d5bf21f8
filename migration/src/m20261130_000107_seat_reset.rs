//! Adds to `seat` when the teacher last reset the second factors of the student. The board computes from it how long a
//! student has made no progress.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const COLUMN: &str = "reset_at";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter()
            .table("seat")
            .add_column(table::moment(COLUMN))
            .to_owned();
        manager.alter_table(alter).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter().table("seat").drop_column(COLUMN).to_owned();
        manager.alter_table(alter).await
    }
}
