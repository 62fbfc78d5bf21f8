//! What several services do with an account's rows.

use crate::{
    Error, Result,
    entity::{account, factor, recovery_code, web_session},
};
use domain::{ids::AccountId, refusal::Refusal, time::Timestamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

pub async fn account_of(db: &impl ConnectionTrait, account: AccountId) -> Result<account::Model> {
    let found = account::Entity::find_by_id(account.uuid()).one(db).await?;
    Ok(found.ok_or(Refusal::SignInFirst)?)
}

/// Everything that was proved until now is worth nothing: sessions, and what was handed out to programs. The epoch
/// is raised from the one the asker knows, so of two who do it at once one is told to sign in again.
pub async fn end_all_sessions(tx: &impl ConnectionTrait, account: AccountId, epoch: u32) -> Result<u32> {
    let known = i32::try_from(epoch).map_err(|_| Error::Corrupt("epoch"))?;
    let raised = account::Entity::update_many()
        .col_expr(account::Column::Epoch, Expr::col(account::Column::Epoch).add(1))
        .filter(account::Column::Id.eq(account.uuid()))
        .filter(account::Column::Epoch.eq(known))
        .exec(tx)
        .await?;
    if raised.rows_affected != 1 {
        return Err(Refusal::SignInFirst.into());
    }
    web_session::Entity::delete_many()
        .filter(web_session::Column::AccountId.eq(account.uuid()))
        .exec(tx)
        .await?;
    Ok(epoch + 1)
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
    Ok(())
}

pub async fn recovery_codes_left(db: &impl ConnectionTrait, account: AccountId) -> Result<u32> {
    let left = recovery_code::Entity::find()
        .filter(recovery_code::Column::AccountId.eq(account.uuid()))
        .filter(recovery_code::Column::UsedAt.is_null())
        .count(db)
        .await?;
    Ok(u32::try_from(left).unwrap_or(u32::MAX))
}
