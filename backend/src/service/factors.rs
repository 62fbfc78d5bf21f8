//! The authenticators of an account: the one that is on, and the pending secrets of its browsers.

use super::context;
use crate::{Error, Result, Stepwise, entity::factor};
use domain::{
    ids::{AccountId, FactorId},
    time::Timestamp,
    totp::TotpSecret,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
};

/// Pending secrets that an account may have at once, over all its browsers; the oldest go first.
const MOST_PENDING: usize = 10;
/// How many secrets of earlier QR codes are tried, to say "that code comes from an older QR".
const OLDER_QRS: usize = 2;
const TOTP: &str = "totp";

/// All factors of one account, in one look.
pub(super) struct Factors {
    confirmed: Option<factor::Model>,
    /// The newest first.
    pending: Vec<factor::Model>,
}

impl Factors {
    pub async fn of(db: &impl ConnectionTrait, account: AccountId) -> Result<Self> {
        let rows = factor::Entity::find()
            .filter(factor::Column::AccountId.eq(account.uuid()))
            .order_by_desc(factor::Column::CreatedAt)
            .all(db)
            .await?;
        let (mut confirmed, pending): (Vec<_>, _) = rows.into_iter().partition(|row| row.confirmed);
        Ok(Self {
            confirmed: confirmed.pop(),
            pending,
        })
    }

    pub const fn is_on(&self) -> bool {
        self.confirmed.is_some()
    }

    /// The pending secret that a session has opened.
    pub fn pending(&self, opened: Option<FactorId>) -> Option<&factor::Model> {
        let opened = opened?.uuid();
        self.pending.iter().find(|row| row.id == opened)
    }

    /// Those of the QR codes before this one.
    pub fn replaced(&self, current: FactorId) -> impl Iterator<Item = &factor::Model> {
        let others = self.pending.iter().filter(move |row| row.id != current.uuid());
        others.take(OLDER_QRS)
    }
}

impl Stepwise {
    pub(super) fn secret_of(&self, row: &factor::Model) -> Result<TotpSecret> {
        let plain = self
            .parts()
            .keys
            .open(&context::factor(FactorId::from_uuid(row.id)), &row.sealed)?;
        let bytes = plain.as_slice().try_into().map_err(|_| Error::Corrupt("secret"))?;
        Ok(TotpSecret::from_bytes(bytes))
    }

    pub(super) async fn insert_pending(
        &self,
        tx: &DatabaseTransaction,
        account: AccountId,
        known: &Factors,
        (fresh, secret): (FactorId, &TotpSecret),
        now: Timestamp,
    ) -> Result<()> {
        for old in known.pending.iter().skip(MOST_PENDING - 1) {
            factor::Entity::delete_by_id(old.id).exec(tx).await?;
        }
        let row = factor::ActiveModel {
            id: Set(fresh.uuid()),
            account_id: Set(account.uuid()),
            kind: Set(TOTP.to_owned()),
            confirmed: Set(false),
            sealed: Set(self.parts().keys.seal(&context::factor(fresh), secret.bytes())?),
            last_step: Set(None),
            created_at: Set(now.micros()),
            confirmed_at: Set(None),
        };
        factor::Entity::insert(row).exec_without_returning(tx).await?;
        Ok(())
    }
}
