//! Adds replaceable links and a version to `class`, and creates the table `class_result` for results of deleted
//! classes.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut read_link = table::hash("read_link_hash");
        // SQLite adds only one column per statement.
        for column in [
            &mut read_link,
            // The server increases this epoch when the teacher replaces the link. Grants with an older epoch are not
            // valid.
            ColumnDef::new("teacher_link_epoch").integer().not_null().default(0),
            ColumnDef::new("read_link_epoch").integer().not_null().default(0),
            // The version at which the end or the pause of the class last changed.
            ColumnDef::new("changed_version").big_integer().not_null().default(0),
        ] {
            let alter = Table::alter().table("class").add_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        let result = table::create(manager, "class_result")
            .col(ColumnDef::new("class_id").uuid().not_null())
            .col(ColumnDef::new("number").integer().not_null())
            .col(ColumnDef::new("owner_id").uuid().not_null())
            .col(ColumnDef::new("title").string_len(80).not_null())
            .col(table::required(table::moment("opened_at")))
            .col(table::required(table::moment("ended_at")))
            // Stage times as microseconds after the opening of the class.
            .col(table::moment("signed_in_after"))
            .col(table::moment("setup_opened_after"))
            .col(table::moment("connected_after"))
            .col(table::moment("signed_in_2fa_after"))
            .col(ColumnDef::new("failures").integer().not_null())
            .col(ColumnDef::new("resets").integer().not_null())
            .primary_key(Index::create().col("class_id").col("number"))
            .to_owned();
        let mut read_link = table::index("class_read_link", "class", ["read_link_hash"]);
        table::create_all(
            manager,
            [result],
            [
                read_link.unique().to_owned(),
                table::index("class_of_owner", "class", ["owner_id", "created_at"]),
                table::index("class_result_of_owner", "class_result", ["owner_id", "opened_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("class_result").to_owned())
            .await?;
        for index in ["class_read_link", "class_of_owner"] {
            manager
                .drop_index(Index::drop().name(index).table("class").to_owned())
                .await?;
        }
        for column in [
            "read_link_hash",
            "teacher_link_epoch",
            "read_link_epoch",
            "changed_version",
        ] {
            let alter = Table::alter().table("class").drop_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
