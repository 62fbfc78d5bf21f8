//! Adds to `class` when the gates of its exercises were opened, and to `exercise_progress` the time of the last step. The
//! board computes from them how long a student has made no step.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Longer than the times of all exercises.
fn gates_opened() -> ColumnDef {
    ColumnDef::new("gates_opened")
        .string_len(255)
        .not_null()
        .default("")
        .take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [
            ("class", gates_opened()),
            ("exercise_progress", table::moment("stepped_at")),
        ] {
            let alter = Table::alter().table(table).add_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [("class", "gates_opened"), ("exercise_progress", "stepped_at")] {
            let alter = Table::alter().table(table).drop_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
