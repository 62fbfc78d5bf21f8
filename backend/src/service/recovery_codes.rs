//! Stores recovery codes: ten at a time, as keyed hashes.

use crate::{Result, Stepwise, db::Tx, entity::recovery_code, random};
use domain::{
    ids::AccountId,
    recovery_code::{RECOVERY_CODE_COUNT, RecoveryCode},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

impl Stepwise {
    /// Stores new codes; the old ones become invalid.
    pub(super) async fn replace_recovery_codes(
        &self,
        tx: &Tx,
        account: AccountId,
        codes: &[RecoveryCode],
    ) -> Result<()> {
        recovery_code::Entity::delete_many()
            .filter(recovery_code::Column::AccountId.eq(account.uuid()))
            .exec(tx)
            .await?;
        let rows = codes.iter().map(|code| recovery_code::ActiveModel {
            account_id: Set(account.uuid()),
            hash: Set(self.recovery_macs(account, code)[0].to_vec()),
            used_at: Set(None),
        });
        recovery_code::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
        Ok(())
    }

    /// The hashes that a recovery code may be stored as, one for each key; the first is used for new codes.
    pub(super) fn recovery_macs(&self, account: AccountId, code: &RecoveryCode) -> Vec<[u8; 32]> {
        self.parts()
            .macs
            .all("recovery-code", &[account.uuid().as_bytes(), code.bytes()])
    }
}

pub(super) fn new_recovery_codes() -> Result<Vec<RecoveryCode>> {
    (0..RECOVERY_CODE_COUNT)
        .map(|_| Ok(RecoveryCode::from_random(random::bytes()?)))
        .collect()
}
