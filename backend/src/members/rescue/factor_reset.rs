//! Removes every second factor of an account.

use crate::{
    Result,
    auth::trusted_browser,
    entity::{factor, message_code, recovery_code},
    factors::passkeys::store::remove_all,
};
use domain::ids::AccountId;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// Removes all factors, recovery codes and trusted browsers. The rows of codes that were sent by mail or SMS stay until
/// housekeeping deletes them, because they are counted for the limits. Without its factor, such a code is invalid.
pub async fn remove_factors(tx: &impl ConnectionTrait, account: AccountId) -> Result<()> {
    factor::Entity::delete_many()
        .filter(factor::Column::AccountId.eq(account.uuid()))
        .exec(tx)
        .await?;
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::AccountId.eq(account.uuid()))
        .exec(tx)
        .await?;
    remove_all(tx, account).await?;
    trusted_browser::end_all(tx, account).await
}

/// Like `remove_factors`, and also deletes the codes of a student. The practice phone shows these codes. They are not
/// sent, so the limit of text messages does not count them.
pub async fn remove_student_factors(tx: &impl ConnectionTrait, student: AccountId) -> Result<()> {
    message_code::Entity::delete_many()
        .filter(message_code::Column::AccountId.eq(student.uuid()))
        .exec(tx)
        .await?;
    remove_factors(tx, student).await
}
