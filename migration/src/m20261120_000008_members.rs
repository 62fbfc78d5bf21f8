//! Adds e-mail address, language and network of the registration to `account`, for members.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const COLUMNS: [&str; 4] = ["email", "unconfirmed_email", "locale", "registered_from"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            // The confirmed e-mail address. It is unique, because members can sign in with their address.
            ColumnDef::new("email").string_len(254).to_owned(),
            ColumnDef::new("unconfirmed_email").string_len(254).to_owned(),
            ColumnDef::new("locale").string_len(2).to_owned(),
            // Keyed hash of the network from which the account was registered, to limit registrations per network.
            table::hash("registered_from"),
        ];
        // SQLite adds only one column per statement.
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
