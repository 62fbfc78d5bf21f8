//! Adds columns for the exercise with codes by mail or SMS to `class` and `seat`.

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
                ColumnDef::new("messages").boolean().not_null().default(false).take(),
            ),
            ("seat", table::moment("messages_at")),
            // Hash of the cookie that marks a browser as the student's practice phone.
            ("seat", table::hash("phone_hash")),
        ] {
            let mut alter = Table::alter();
            alter.table(Alias::new(table)).add_column(column);
            manager.alter_table(alter).await?;
        }
        let mut phone = table::index("seat_phone", "seat", ["phone_hash"]);
        manager.create_index(phone.unique().take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut index = Index::drop();
        index.name("seat_phone").table(Alias::new("seat"));
        manager.drop_index(index).await?;
        for (table, column) in [("seat", "phone_hash"), ("seat", "messages_at"), ("class", "messages")] {
            let mut alter = Table::alter();
            alter.table(Alias::new(table)).drop_column(Alias::new(column));
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
