//! Adds a keyed hash of the user name to `audit_event`, to find the deletion of an account.
//!
//! The user name of a deleted account is not stored. A search for the name finds the event by this hash.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter()
            .table("audit_event")
            .add_column(table::hash("name_hash"))
            .to_owned();
        manager.alter_table(alter).await?;
        manager
            .create_index(table::index("audit_of_name", "audit_event", ["name_hash"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drop = Index::drop().name("audit_of_name").table("audit_event").to_owned();
        manager.drop_index(drop).await?;
        let alter = Table::alter().table("audit_event").drop_column("name_hash").to_owned();
        manager.alter_table(alter).await
    }
}
