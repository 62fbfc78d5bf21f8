//! Creates the table `throttle`: counters of wrong answers and of limited actions, which all replicas of the server
//! share.

use crate::table;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let throttle = table::create(manager, "throttle")
            // Keyed hash of what the row limits, such as sign-ins with one user name. It is a hash because users
            // sometimes enter a password into the name field.
            .col(table::required(table::hash("subject")).primary_key())
            // Keyed hash of the account, name or device to which the row belongs; zero for the limits of a network. An
            // account has several rows with the same hash: one for each browser that has signed in to the account
            // before, and one for all other browsers. When a teacher unlocks a seat, all these rows are deleted.
            .col(table::required(table::hash("about")))
            .col(ColumnDef::new("failures").integer().not_null())
            .col(table::moment("locked_until"))
            .col(table::required(table::moment("updated_at")))
            .to_owned();
        table::create_all(
            manager,
            [throttle],
            [
                table::index("throttle_about", "throttle", ["about"]),
                table::index("throttle_updated", "throttle", ["updated_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("throttle").to_owned()).await
    }
}
