//! Adds to `web_session` when the session began and whether its sign-in is complete, so that the server can end the
//! oldest session of an account with too many sessions.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Existing sessions get the time 0, so they are the oldest ones.
        let began_at = table::required(table::moment("began_at")).default(0).to_owned();
        let is_signed_in = ColumnDef::new("is_signed_in")
            .boolean()
            .not_null()
            .default(false)
            .to_owned();
        for column in [began_at, is_signed_in] {
            let alter = Table::alter().table("web_session").add_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["is_signed_in", "began_at"] {
            let alter = Table::alter().table("web_session").drop_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
