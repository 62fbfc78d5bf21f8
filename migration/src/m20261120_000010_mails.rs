//! Creates the table `mail`, the queue of outgoing mail.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mail = table::create(manager, "mail")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            // Recipient and text, encrypted because some texts contain a secret link.
            .col(ColumnDef::new("sealed").blob().not_null())
            .col(ColumnDef::new("tries").integer().not_null())
            // Time of the next attempt. Before a replica sends the mail, it sets a later time, so that no other replica
            // sends the same mail.
            .col(table::required(table::moment("next_at")))
            // After this time the mail is useless and is not sent any more.
            .col(table::required(table::moment("until")))
            .to_owned();
        table::create_all(manager, [mail], [table::index("mail_next", "mail", ["next_at"])]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("mail").to_owned()).await
    }
}
