//! What registered people have: an e-mail address, a language, and where they came from.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const COLUMNS: [&str; 4] = ["email", "unconfirmed_email", "locale", "registered_from"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            // Confirmed: only then it identifies somebody, so only then it has to be the only one.
            ColumnDef::new("email").string_len(254).to_owned(),
            ColumnDef::new("unconfirmed_email").string_len(254).to_owned(),
            ColumnDef::new("locale").string_len(2).to_owned(),
            // A network, as a keyed hash: only good for counting.
            table::hash("registered_from"),
        ];
        // SQLite adds one column at a time.
        for mut column in columns {
            let alter = Table::alter().table("account").add_column(&mut column).to_owned();
            manager.alter_table(alter).await?;
        }
        let email = table::index("account_email", "account", ["email"]).unique().to_owned();
        manager.create_index(email).await?;
        let from = table::index("account_registered_from", "account", ["registered_from", "created_at"]);
        manager.create_index(from).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (index, table) in [("account_registered_from", "account"), ("account_email", "account")] {
            let drop = Index::drop().name(index).table(table).to_owned();
            manager.drop_index(drop).await?;
        }
        for column in COLUMNS {
            let alter = Table::alter().table("account").drop_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
