//! Adds `token_epoch` to `account`, so that API tokens can be revoked without ending browser sessions.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter()
            .table("account")
            .add_column(ColumnDef::new("token_epoch").integer().not_null().default(0))
            .to_owned();
        manager.alter_table(alter).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter().table("account").drop_column("token_epoch").to_owned();
        manager.alter_table(alter).await
    }
}
