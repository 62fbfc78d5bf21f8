//! Mails on their way out: written down with what they tell of, sent by whoever comes first, tried again.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mail = table::create(manager, "mail")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            // Address and text: a link may be in it.
            .col(ColumnDef::new("sealed").blob().not_null())
            .col(ColumnDef::new("tries").integer().not_null())
            // When to try; whoever tries moves it on first, so that nobody else does.
            .col(table::required(table::moment("next_at")))
            // After that it is worth nothing to anybody.
            .col(table::required(table::moment("until")))
            .to_owned();
        table::create_all(manager, [mail], [table::index("mail_next", "mail", ["next_at"])]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("mail").to_owned()).await
    }
}
