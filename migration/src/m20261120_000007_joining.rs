//! Adds columns for students who take free seats themselves: the setting of the class, and the browser of each taken
//! seat.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds only one column per statement.
        for (table, column) in [
            (
                "class",
                ColumnDef::new("self_join").boolean().not_null().default(false).take(),
            ),
            ("seat", table::moment("handed_out_at")),
            // Keyed hash that identifies the browser in which a student has taken the seat.
            ("seat", table::hash("taken_by")),
        ] {
            let mut alter = Table::alter();
            alter.table(Alias::new(table)).add_column(column);
            manager.alter_table(alter).await?;
        }
        let mut once = table::index("seat_taken_by", "seat", ["class_id", "taken_by"]);
        manager.create_index(once.unique().take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut index = Index::drop();
        index.name("seat_taken_by").table(Alias::new("seat"));
        manager.drop_index(index).await?;
        for (table, column) in [("seat", "taken_by"), ("seat", "handed_out_at"), ("class", "self_join")] {
            let mut alter = Table::alter();
            alter.table(Alias::new(table)).drop_column(Alias::new(column));
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
