//! What several services do with an account's rows.

use super::trusted_browser;
use crate::{
    Error, Result,
    access::MaySetUp,
    entity::{account, factor, message_code, recovery_code, web_session},
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

pub fn epoch_of(account: &account::Model) -> Result<u32> {
    u32::try_from(account.epoch).map_err(|_| Error::Corrupt("epoch"))
}

pub fn stored_epoch(epoch: u32) -> Result<i32> {
    i32::try_from(epoch).map_err(|_| Error::Corrupt("epoch"))
}

/// Everything that was proved until now is worth nothing: sessions, and what was handed out to programs. The epoch
/// is raised from the one the asker knows, so of two who do it at once one is told to sign in again.
pub async fn end_all_sessions(tx: &impl ConnectionTrait, account: AccountId, epoch: u32) -> Result<u32> {
    let raised = account::Entity::update_many()
        .col_expr(account::Column::Epoch, Expr::col(account::Column::Epoch).add(1))
        .filter(account::Column::Id.eq(account.uuid()))
        .filter(account::Column::Epoch.eq(stored_epoch(epoch)?))
        .exec(tx)
        .await?;
    if raised.rows_affected != 1 {
        return Err(Refusal::SignInFirst.into());
    }
    forget_browsers(tx, account).await?;
    Ok(epoch + 1)
}

pub async fn forget_browsers(tx: &impl ConnectionTrait, account: AccountId) -> Result<()> {
    web_session::Entity::delete_many()
        .filter(web_session::Column::AccountId.eq(account.uuid()))
        .exec(tx)
        .await?;
    trusted_browser::end_all(tx, account).await
}

/// Before a factor is on. One account, one winner: whoever raises the epoch this session knows connects what she has
/// proved; and where a reset asks for an administrator's code, only whoever has given it.
pub async fn raise_for_factor(tx: &impl ConnectionTrait, who: &MaySetUp) -> Result<u32> {
    let mut raise = account::Entity::update_many();
    if !who.is_enrolled {
        raise = raise.filter(account::Column::MustEnrol.eq(false));
    }
    let raised = raise
        .col_expr(account::Column::Epoch, Expr::col(account::Column::Epoch).add(1))
        .col_expr(account::Column::MustEnrol, Expr::value(false))
        .filter(account::Column::Id.eq(who.account().uuid()))
        .filter(account::Column::Epoch.eq(stored_epoch(who.identity.epoch)?))
        .exec(tx)
        .await?;
    match raised.rows_affected {
        1 => Ok(who.identity.epoch + 1),
        _ => Err(Refusal::AlreadyConnected.into()),
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
