//! Adds to `account` whether the member wants mails about new devices, and when the account was last used over the API.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let is_notified = ColumnDef::new("new_device_mail")
            .boolean()
            .not_null()
            .default(true)
            .to_owned();
        for column in [is_notified, table::moment("api_seen_at")] {
            let alter = Table::alter().table("account").add_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["api_seen_at", "new_device_mail"] {
            let alter = Table::alter().table("account").drop_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
