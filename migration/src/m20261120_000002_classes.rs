//! Creates the tables `class` and `seat`.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let class = table::create(manager, "class")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            .col(ColumnDef::new("join_code").string_len(8).not_null().unique_key())
            .col(ColumnDef::new("title").string_len(80).not_null())
            .col(ColumnDef::new("locale").string_len(2).not_null())
            .col(ColumnDef::new("owner_id").uuid())
            .col(table::hash("teacher_link_hash").unique_key())
            // Keyed hash of the network from which the class was opened, to limit the number of classes per network.
            .col(table::hash("opened_from"))
            .col(table::required(table::moment("created_at")))
            .col(table::required(table::moment("expires_at")))
            .col(ColumnDef::new("paused").boolean().not_null().default(false))
            .col(ColumnDef::new("version").big_integer().not_null().default(0))
            .to_owned();
        let seat = table::create(manager, "seat")
            .col(ColumnDef::new("class_id").uuid().not_null())
            .col(ColumnDef::new("number").integer().not_null())
            .col(ColumnDef::new("account_id").uuid().unique_key())
            .col(ColumnDef::new("label").string_len(80))
            .col(table::moment("signed_in_at"))
            .col(table::moment("setup_opened_at"))
            .col(table::moment("connected_at"))
            .col(table::moment("signed_in_2fa_at"))
            .col(ColumnDef::new("resets").integer().not_null().default(0))
            .col(ColumnDef::new("failures").integer().not_null().default(0))
            .col(ColumnDef::new("last_failure").string_len(32))
            .col(table::moment("last_failure_at"))
            .col(table::moment("locked_until"))
            .col(table::moment("removed_at"))
            .col(ColumnDef::new("version").big_integer().not_null().default(0))
            .primary_key(Index::create().col("class_id").col("number"))
            .to_owned();
        table::create_all(
            manager,
            [class, seat],
            [
                // For the requests of the board, which read the seats that changed since a version.
                table::index("seat_changed", "seat", ["class_id", "version"]),
                table::index("class_opened_from", "class", ["opened_from", "created_at"]),
                table::index("class_expires", "class", ["expires_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("seat").to_owned()).await?;
        manager.drop_table(Table::drop().table("class").to_owned()).await
    }
}
