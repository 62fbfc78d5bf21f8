//! Adds the index with which replicas find the running rehearsals among all classes.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEX: &str = "class_rehearsal";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = table::index(INDEX, "class", ["rehearsal", "created_at"]);
        table::create_all(manager, [], [index]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop().name(INDEX).table("class").to_owned();
        manager.drop_index(index).await
    }
}
