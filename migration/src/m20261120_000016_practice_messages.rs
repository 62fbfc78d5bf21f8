//! Students practise codes by message where their teacher wants it: on a phone of their own, with a badge of its own.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite takes one column at a time.
        for (table, column) in [
            (
                "class",
                ColumnDef::new("messages").boolean().not_null().default(false).take(),
            ),
            ("seat", table::moment("messages_at")),
            // The browser that is the student's phone, by the hash of its cookie.
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
