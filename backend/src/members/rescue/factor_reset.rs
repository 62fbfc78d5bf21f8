//! Removes every second factor of an account.

use crate::{
    Result,
    auth::trusted_browser,
    entity::{factor, message_code, recovery_code},
    factors::passkeys::store::remove_all,
};
use domain::ids::AccountId;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

pub async fn remove_factors(tx: &impl ConnectionTrait, account: AccountId) -> Result<()> {
    factor::Entity::delete_many()
        .filter(factor::Column::AccountId.eq(account.uuid()))
        .exec(tx)
        .await?;
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::AccountId.eq(account.uuid()))
        .exec(tx)
        .await?;
    message_code::Entity::delete_many()
        .filter(message_code::Column::AccountId.eq(account.uuid()))
        .exec(tx)
        .await?;
    remove_all(tx, account).await?;
    trusted_browser::end_all(tx, account).await
}
