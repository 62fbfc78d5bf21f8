//! Creates the table `web_session`: the sessions of browsers, which all replicas of the server share.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let session = table::create(manager, "web_session")
            // Hash of the session id, so that an attacker who reads the table cannot take over a session.
            .col(table::required(table::hash("id_hash")).primary_key())
            .col(ColumnDef::new("data").text().not_null())
            .col(table::required(table::moment("expires_at")))
            .to_owned();
        table::create_all(
            manager,
            [session],
            [table::index("web_session_expires", "web_session", ["expires_at"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("web_session").to_owned()).await
    }
}
