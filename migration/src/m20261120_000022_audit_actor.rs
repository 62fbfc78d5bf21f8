//! Adds the administrator who acted to `audit_event`.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter()
            .table("audit_event")
            .add_column(ColumnDef::new("actor_id").uuid())
            .to_owned();
        manager.alter_table(alter).await?;
        manager
            .create_index(table::index("audit_of_actor", "audit_event", ["actor_id", "at"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drop = Index::drop().name("audit_of_actor").table("audit_event").to_owned();
        manager.drop_index(drop).await?;
        let alter = Table::alter().table("audit_event").drop_column("actor_id").to_owned();
        manager.alter_table(alter).await
    }
}
