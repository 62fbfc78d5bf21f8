//! Adds the debrief to `class`, and creates `class_mistake`, which counts what went wrong in a class, and `class_finish`,
//! which keeps these counts after the deletion of the class.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const DEBRIEF: &str = "debrief";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let debrief = ColumnDef::new(DEBRIEF).boolean().not_null().default(false).take();
        let alter = Table::alter().table("class").add_column(debrief).to_owned();
        manager.alter_table(alter).await?;
        let mistakes = table::create(manager, "class_mistake")
            .col(ColumnDef::new("class_id").uuid().not_null())
            .col(ColumnDef::new("mistake").string_len(30).not_null())
            .col(ColumnDef::new("times").integer().not_null())
            .primary_key(Index::create().col("class_id").col("mistake"))
            .to_owned();
        let finish = table::create(manager, "class_finish")
            .col(ColumnDef::new("class_id").uuid().not_null().primary_key())
            .col(ColumnDef::new("owner_id").uuid().not_null())
            // JSON (`domain::view`): counts without names.
            .col(ColumnDef::new("content").text().not_null())
            .to_owned();
        let owners = table::index("class_finish_owner", "class_finish", ["owner_id"]);
        table::create_all(manager, [mistakes, finish], [owners]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("class_finish").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("class_mistake").to_owned())
            .await?;
        let alter = Table::alter().table("class").drop_column(DEBRIEF).to_owned();
        manager.alter_table(alter).await
    }
}
