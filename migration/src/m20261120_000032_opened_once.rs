//! Creates the table `opened_once`: idempotency keys of API requests. A repeated request with the same key opens no
//! second class.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let opened = table::create(manager, "opened_once")
            .col(ColumnDef::new("account_id").uuid().not_null())
            // Keyed hashes of the client's idempotency key and of the request body, to recognise a repeated request.
            .col(table::required(table::hash("key_hash")))
            .col(table::required(table::hash("body_hash")))
            .col(ColumnDef::new("class_id").uuid().not_null())
            // True after the class was created. If this is true but the class does not exist, the class was deleted
            // later.
            .col(ColumnDef::new("done").boolean().not_null().default(false))
            .col(table::required(table::moment("created_at")))
            .primary_key(Index::create().col("account_id").col("key_hash"))
            .to_owned();
        let index = table::index("opened_once_at", "opened_once", ["created_at"]);
        table::create_all(manager, [opened], [index]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("opened_once").to_owned()).await
    }
}
