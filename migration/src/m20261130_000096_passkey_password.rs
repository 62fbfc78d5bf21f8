//! Adds to `passkey` whether the passkey signs in only together with the password, because the password is new.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const NEEDS_PASSWORD: &str = "needs_password";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let needs_password = ColumnDef::new(NEEDS_PASSWORD)
            .boolean()
            .not_null()
            .default(false)
            .take();
        let alter = Table::alter().table("passkey").add_column(needs_password).to_owned();
        manager.alter_table(alter).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter().table("passkey").drop_column(NEEDS_PASSWORD).to_owned();
        manager.alter_table(alter).await
    }
}
