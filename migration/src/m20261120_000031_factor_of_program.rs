//! Adds a time of expiry to `factor`. It is set for the unconfirmed secrets that API clients request, because no
//! browser session limits their life.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter()
            .table("factor")
            .add_column(table::moment("program_until"))
            .to_owned();
        manager.alter_table(alter).await?;
        let index = table::index("factor_program_until", "factor", ["program_until"]);
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop().name("factor_program_until").table("factor").to_owned();
        manager.drop_index(index).await?;
        let alter = Table::alter().table("factor").drop_column("program_until").to_owned();
        manager.alter_table(alter).await
    }
}
