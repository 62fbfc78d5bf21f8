//! Creates the table `message_code` for codes that are sent by mail or SMS, and adds an order to `factor`.

use crate::table;
use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter()
            .table("factor")
            // Order in which the sign-in asks for the factors of an account.
            .add_column(ColumnDef::new("position").integer().not_null().default(0))
            .to_owned();
        manager.alter_table(alter).await?;
        // The longer column is needed because an encrypted e-mail address is longer than an encrypted TOTP secret.
        // SQLite and PostgreSQL do not enforce the length of the column.
        if manager.get_database_backend() == DatabaseBackend::MySql {
            let mut longer = ColumnDef::new("sealed");
            longer.var_binary(640).not_null();
            let alter = Table::alter().table("factor").modify_column(longer).to_owned();
            manager.alter_table(alter).await?;
        }
        let code = table::create(manager, "message_code")
            .col(ColumnDef::new("id").uuid().not_null().primary_key())
            .col(ColumnDef::new("account_id").uuid().not_null())
            .col(ColumnDef::new("factor_id").uuid().not_null())
            .col(ColumnDef::new("kind").string_len(8).not_null())
            // Keyed hash of id and code, so that a code is right only for the row for which it was sent.
            .col(table::required(table::hash("hash")))
            // The encrypted code, if a practice phone has to show the code.
            .col(table::sealed("sealed"))
            .col(table::required(table::moment("created_at")))
            .col(table::moment("used_at"))
            .to_owned();
        let indexes = [
            table::index("message_code_account", "message_code", ["account_id", "created_at"]),
            table::index("message_code_created", "message_code", ["created_at"]),
        ];
        table::create_all(manager, [code], indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("message_code").to_owned())
            .await?;
        let alter = Table::alter().table("factor").drop_column("position").to_owned();
        manager.alter_table(alter).await
    }
}
