//! Queries for the row of an account that several services use.

use crate::{
    Error, Result,
    auth::trusted_browser,
    entity::{account, factor, message_code, recovery_code},
};
use domain::{ids::AccountId, refusal::Refusal, session::Identity, time::Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};

pub async fn account_of(db: &impl ConnectionTrait, account: AccountId) -> Result<account::Model> {
    let found = account::Entity::find_by_id(account.uuid()).one(db).await?;
    Ok(found.ok_or(Refusal::SignInFirst)?)
}

pub fn epoch_of(account: &account::Model) -> Result<u32> {
    u32::try_from(account.epoch).map_err(|_| Error::Corrupt("epoch"))
}

pub fn stored_epoch(epoch: u32) -> Result<i32> {
    i32::try_from(epoch).map_err(|_| Error::Corrupt("epoch"))
}

/// Locks the account's row until the end of the transaction. Refused if the epoch has been raised since: what a session
/// proved under the old epoch changes nothing under the new one.
pub async fn lock_under_epoch(tx: &impl ConnectionTrait, known: &Identity, now: Timestamp) -> Result<()> {
    let locked = account::Entity::update_many()
        .col_expr(account::Column::UpdatedAt, Expr::value(now.micros()))
        .filter(account::Column::Id.eq(known.account.uuid()))
        .filter(account::Column::Epoch.eq(stored_epoch(known.epoch)?))
        .exec(tx)
        .await?;
    match locked.rows_affected {
        1 => Ok(()),
        _ => Err(Refusal::SignInFirst.into()),
    }
}

pub async fn set_password(tx: &impl ConnectionTrait, account: AccountId, hash: &str, now: Timestamp) -> Result<()> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .col_expr(account::Column::UpdatedAt, Expr::value(now.micros()))
        .filter(account::Column::Id.eq(account.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}

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
    trusted_browser::end_all(tx, account).await
}

pub async fn recovery_codes_left(db: &impl ConnectionTrait, account: AccountId) -> Result<u32> {
    let left = recovery_code::Entity::find()
        .filter(recovery_code::Column::AccountId.eq(account.uuid()))
        .filter(recovery_code::Column::UsedAt.is_null())
        .count(db)
        .await?;
    Ok(u32::try_from(left).unwrap_or(u32::MAX))
}
