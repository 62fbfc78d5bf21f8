//! Stores and uses recovery codes. An account gets ten codes at a time, stored as keyed hashes.

use super::Factors;
use crate::{
    Result,
    db::{Transaction, Writes},
    entity::recovery_code,
    random,
};
use domain::{
    ids::AccountId,
    recovery_code::{RECOVERY_CODE_COUNT, RecoveryCode},
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryTrait, sea_query::Expr};

impl Factors {
    /// Stores new codes and invalidates the old ones.
    pub(crate) async fn replace_recovery_codes(
        &self,
        tx: &Transaction,
        account: AccountId,
        codes: &[RecoveryCode],
    ) -> Result<()> {
        let mut writes = Writes::default();
        self.add_recovery_codes(&mut writes, account, codes);
        writes.run(tx).await
    }

    /// Like `replace_recovery_codes`, together with other changes.
    pub(crate) fn add_recovery_codes(&self, writes: &mut Writes, account: AccountId, codes: &[RecoveryCode]) {
        let old = recovery_code::Entity::delete_many().filter(recovery_code::Column::AccountId.eq(account.uuid()));
        writes.add("old_recovery_codes", old.into_query());
        let rows = codes.iter().map(|code| recovery_code::ActiveModel {
            account_id: Set(account.uuid()),
            hash: Set(self.recovery_macs(account, code)[0].to_vec()),
            used_at: Set(None),
        });
        writes.add("recovery_codes", recovery_code::Entity::insert_many(rows).into_query());
    }

    /// The possible stored hashes of a recovery code, one for each key. New codes are stored with the first hash.
    pub(crate) fn recovery_macs(&self, account: AccountId, code: &RecoveryCode) -> Vec<[u8; 32]> {
        self.macs
            .all("recovery-code", &[account.uuid().as_bytes(), code.bytes()])
    }

    /// Uses the code up in one statement: of parallel requests with the same code, only one succeeds.
    pub(crate) async fn use_recovery_code(
        &self,
        tx: &Transaction,
        account: AccountId,
        code: &RecoveryCode,
        now: Timestamp,
    ) -> Result<bool> {
        let hashes = self.recovery_macs(account, code).into_iter().map(|mac| mac.to_vec());
        let used = recovery_code::Entity::update_many()
            .col_expr(recovery_code::Column::UsedAt, Expr::value(now.micros()))
            .filter(recovery_code::Column::AccountId.eq(account.uuid()))
            .filter(recovery_code::Column::Hash.is_in(hashes))
            .filter(recovery_code::Column::UsedAt.is_null())
            .exec(tx)
            .await?;
        Ok(used.rows_affected == 1)
    }
}

pub(crate) fn new_recovery_codes() -> Result<Vec<RecoveryCode>> {
    (0..RECOVERY_CODE_COUNT)
        .map(|_| Ok(RecoveryCode::from_random(random::bytes()?)))
        .collect()
}
