//! Creates the table `message_log`: one row for each message of the last hours, to limit the messages per recipient.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let log = table::create(manager, "message_log")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            // A keyed hash of the channel and of the mailbox or phone number.
            .col(table::required(table::hash("recipient")))
            .col(table::required(table::moment("queued_at")))
            .to_owned();
        let indexes = [
            table::index("message_log_recipient", "message_log", ["recipient", "queued_at"]),
            table::index("message_log_queued", "message_log", ["queued_at"]),
        ];
        table::create_all(manager, [log], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("message_log").to_owned()).await
    }
}
