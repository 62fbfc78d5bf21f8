//! Adds the account to `web_session`, so that members can see and end their own sessions.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter()
            .table("web_session")
            .add_column(ColumnDef::new("account_id").uuid())
            .to_owned();
        manager.alter_table(alter).await?;
        manager
            .create_index(table::index("web_session_account", "web_session", ["account_id"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drop = Index::drop()
            .name("web_session_account")
            .table("web_session")
            .to_owned();
        manager.drop_index(drop).await?;
        let alter = Table::alter().table("web_session").drop_column("account_id").to_owned();
        manager.alter_table(alter).await
    }
}
