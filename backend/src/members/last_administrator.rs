//! Ensures that at least one administrator can sign in.

use super::Members;
use crate::{Result, db::Transaction, entity::account, limits::throttle};
use domain::{account::Role, ids::AccountId, refusal::Refusal, time::Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

impl Members {
    /// Refuses to delete the account of the last administrator.
    pub(crate) async fn ensure_other_administrator(
        &self,
        tx: &Transaction,
        leaving: &account::Model,
        now: Timestamp,
    ) -> Result<()> {
        if leaving.role.as_deref() != Some(Role::Admin.code()) {
            return Ok(());
        }
        let turn = self.macs.mac("admin:turn", &[]);
        throttle::serialise(tx, turn, turn, now).await?;
        match other_administrators(tx, AccountId::from_uuid(leaving.id)).await? {
            0 => Err(Refusal::LastAdministrator.into()),
            _ => Ok(()),
        }
    }
}

/// The number of other administrators who can sign in.
pub(crate) async fn other_administrators(tx: &Transaction, id: AccountId) -> Result<u64> {
    let other_administrators = account::Entity::find()
        .filter(account::Column::Role.eq(Role::Admin.code()))
        .filter(account::Column::Active.eq(true))
        .filter(account::Column::PasswordHash.is_not_null())
        .filter(account::Column::Id.ne(id.uuid()));
    Ok(other_administrators.count(tx).await?)
}
