//! The enrolment code that an administrator hands over to a member without any factor. It is stored as a hash and valid
//! once.

use super::Factors;
use crate::{Result, db::Transaction, entity::enrolment_code};
use domain::{ids::AccountId, recovery_code::RecoveryCode, time::Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};

impl Factors {
    /// Ends the code of an account, used or not, and returns its row. The update runs before the row is read: it waits
    /// for a parallel request that uses the code, so that the row says correctly whether the code was used.
    pub(crate) async fn end_enrolment_code(
        &self,
        tx: &Transaction,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Option<enrolment_code::Model>> {
        enrolment_code::Entity::update_many()
            .col_expr(enrolment_code::Column::ExpiresAt, Expr::value(now.micros()))
            .filter(enrolment_code::Column::AccountId.eq(account.uuid()))
            .exec(tx)
            .await?;
        let ended = enrolment_code::Entity::find_by_id(account.uuid()).one(tx).await?;
        enrolment_code::Entity::delete_by_id(account.uuid()).exec(tx).await?;
        Ok(ended)
    }

    /// Ends the code of a deactivated account if it was not used. The row of a used code stays until housekeeping
    /// deletes it: because of this row, an objection removes the phone that was connected with the code.
    pub(crate) async fn end_unused_enrolment_code(&self, tx: &Transaction, account: AccountId) -> Result<()> {
        enrolment_code::Entity::delete_many()
            .filter(enrolment_code::Column::AccountId.eq(account.uuid()))
            .filter(enrolment_code::Column::UsedAt.is_null())
            .exec(tx)
            .await?;
        Ok(())
    }

    /// Uses the code up in one statement: of parallel requests with the same code, only one succeeds.
    pub(crate) async fn use_enrolment_code(
        &self,
        tx: &impl ConnectionTrait,
        account: AccountId,
        code: &RecoveryCode,
        now: Timestamp,
    ) -> Result<bool> {
        let hashes = self.enrolment_macs(account, code).into_iter().map(|mac| mac.to_vec());
        let used = enrolment_code::Entity::update_many()
            .col_expr(enrolment_code::Column::UsedAt, Expr::value(now.micros()))
            .filter(enrolment_code::Column::AccountId.eq(account.uuid()))
            .filter(enrolment_code::Column::Hash.is_in(hashes))
            .filter(enrolment_code::Column::UsedAt.is_null())
            .filter(enrolment_code::Column::ExpiresAt.gt(now.micros()))
            .exec(tx)
            .await?;
        Ok(used.rows_affected == 1)
    }

    pub(crate) fn enrolment_macs(&self, account: AccountId, code: &RecoveryCode) -> Vec<[u8; 32]> {
        self.macs
            .all("enrolment-code", &[account.uuid().as_bytes(), code.bytes()])
    }
}
