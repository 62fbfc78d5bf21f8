//! Marks in `account` that the unconfirmed address is the address of the registration. Such an address stays pending
//! when the account's epoch changes; a pending change of a confirmed address is cancelled.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter()
            .table("account")
            .add_column(
                ColumnDef::new("first_email_pending")
                    .boolean()
                    .not_null()
                    .default(false),
            )
            .to_owned();
        manager.alter_table(alter).await?;
        // To change the address, a member needs a factor, and connecting the first factor increases the epoch. So in
        // accounts with epoch 0 the pending address is the address of the registration.
        let known = Query::update()
            .table("account")
            .value("first_email_pending", true)
            .and_where(Expr::col("epoch").eq(0))
            .and_where(Expr::col("email").is_null())
            .and_where(Expr::col("unconfirmed_email").is_not_null())
            .to_owned();
        manager.execute(known).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter()
            .table("account")
            .drop_column("first_email_pending")
            .to_owned();
        manager.alter_table(alter).await
    }
}
