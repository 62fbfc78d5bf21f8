//! Recovery codes as they are kept: ten at a time, as keyed hashes.

use crate::{
    Result, Stepwise,
    db::{Tx, together},
    entity::recovery_code,
    random,
};
use domain::{
    ids::AccountId,
    recovery::{RECOVERY_CODES, RecoveryCode},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryTrait, Statement};

impl Stepwise {
    /// The old ones are worth nothing.
    pub(super) async fn replace_recovery_codes(
        &self,
        tx: &Tx,
        account: AccountId,
        codes: &[RecoveryCode],
    ) -> Result<()> {
        Ok(together(tx, self.recovery_codes_replaced(tx, account, codes)).await?)
    }

    pub(super) fn recovery_codes_replaced(
        &self,
        tx: &Tx,
        account: AccountId,
        codes: &[RecoveryCode],
    ) -> [Statement; 2] {
        let backend = tx.get_database_backend();
        let old = recovery_code::Entity::delete_many().filter(recovery_code::Column::AccountId.eq(account.uuid()));
        let rows = codes.iter().map(|code| recovery_code::ActiveModel {
            account_id: Set(account.uuid()),
            hash: Set(self.recovery_macs(account, code)[0].to_vec()),
            used_at: Set(None),
        });
        let new = recovery_code::Entity::insert_many(rows);
        [old.build(backend), new.build(backend)]
    }

    /// What a recovery code is kept as, under each of the keys; the first is the one to keep.
    pub(super) fn recovery_macs(&self, account: AccountId, code: &RecoveryCode) -> Vec<[u8; 32]> {
        self.parts()
            .macs
            .all("recovery-code", &[account.uuid().as_bytes(), code.bytes()])
    }
}

pub(super) fn new_recovery_codes() -> Result<Vec<RecoveryCode>> {
    (0..RECOVERY_CODES)
        .map(|_| Ok(RecoveryCode::from_random(random::bytes()?)))
        .collect()
}
