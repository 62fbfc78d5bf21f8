//! Key rotation: seals all values again with the first key while the server runs, so that an old key can be removed.

use super::{Operations, audit};
use crate::{
    Result,
    crypto::{Keyring, context},
    db::transaction,
    entity::{account, exercise_progress, factor, mail, message_code},
    notify::queue,
};
use domain::{
    audit::AuditKind,
    ids::{AccountId, EventId, FactorId, ProgressId, SentCodeId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid, sea_query::Expr};
use std::collections::BTreeMap;

/// Number of rows that one query reads.
const CHUNK: u64 = 500;

/// Progress of the rotation. A value that is not sealed again already has the first key: either it had this key before,
/// or another request has replaced the value in the meantime.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResealedCounts {
    pub looked_at: u64,
    pub sealed_again: u64,
}

/// The number of values that each key has sealed.
pub type Usage = BTreeMap<String, u64>;

macro_rules! every_sealed {
    ($service:expr, $entity:ident, |$row:ident| $look:expr) => {{
        let mut after = Uuid::nil();
        loop {
            let rows = $entity::Entity::find()
                .filter($entity::Column::Id.gt(after))
                .order_by_asc($entity::Column::Id)
                .limit(CHUNK)
                .all(&$service.db.read)
                .await?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            for $row in &rows {
                $look
            }
        }
    }};
}

impl Operations {
    /// Seals all values again with the first key. The rotation can be interrupted and repeated at any time: one
    /// statement replaces each value, and only if the value is unchanged since it was read. `progress` is called after
    /// every 500 values and at the end.
    pub async fn reseal_all(&self, mut progress: impl FnMut(ResealedCounts)) -> Result<ResealedCounts> {
        let keys = &self.keys;
        let mut rotated = ResealedCounts::default();
        macro_rules! again {
            ($entity:ident, $column:ident, $row:ident, $sealed:expr, $context:expr) => {{
                rotated.looked_at += 1;
                if let Some(new) = resealed(keys, &$context, $sealed)? {
                    let done = $entity::Entity::update_many()
                        .col_expr($entity::Column::$column, Expr::value(new))
                        .filter($entity::Column::Id.eq($row.id))
                        .filter($entity::Column::$column.eq($sealed.clone()))
                        .exec(self.db.statement())
                        .await?;
                    rotated.sealed_again += done.rows_affected;
                }
                if rotated.looked_at % CHUNK == 0 {
                    progress(rotated);
                }
            }};
        }
        every_sealed!(self, account, |row| {
            if let Some(sealed) = &row.sealed_password {
                let context = context::student_password(AccountId::from_uuid(row.id));
                again!(account, SealedPassword, row, sealed, context);
            }
        });
        every_sealed!(self, factor, |row| {
            let context = context::factor(FactorId::from_uuid(row.id));
            again!(factor, Sealed, row, &row.sealed, context);
        });
        every_sealed!(self, message_code, |row| {
            if let Some(sealed) = &row.sealed {
                let context = context::message_code(SentCodeId::from_uuid(row.id));
                again!(message_code, Sealed, row, sealed, context);
            }
        });
        every_sealed!(self, mail, |row| {
            let context = queue::context(EventId::from_uuid(row.id));
            again!(mail, Sealed, row, &row.sealed, context);
        });
        every_sealed!(self, exercise_progress, |row| {
            if let Some(sealed) = &row.state {
                let context = context::exercise_state(ProgressId::from_uuid(row.id));
                again!(exercise_progress, State, row, sealed, context);
            }
        });
        let now = self.clock.now();
        transaction!(&self.db, |tx| {
            audit::record(tx, AccountId::from_uuid(Uuid::nil()), AuditKind::KeysRotated, now).await
        })?;
        progress(rotated);
        Ok(rotated)
    }

    /// Checks that the keys belong to this database: decrypts the newest factor and the password of the newest student.
    pub async fn can_open_all(&self) -> Result<()> {
        let db = &self.db.read;
        let factor = factor::Entity::find().order_by_desc(factor::Column::Id).one(db).await?;
        if let Some(row) = factor {
            let context = context::factor(FactorId::from_uuid(row.id));
            self.keys.open(&context, &row.sealed)?;
        }
        let student = account::Entity::find()
            .filter(account::Column::SealedPassword.is_not_null())
            .order_by_desc(account::Column::Id)
            .one(db)
            .await?;
        if let Some((id, sealed)) = student.and_then(|row| Some((row.id, row.sealed_password?))) {
            let context = context::student_password(AccountId::from_uuid(id));
            self.keys.open(&context, &sealed)?;
        }
        Ok(())
    }

    /// The number of values that each key has sealed. A key with the number 0 is no longer needed.
    pub async fn key_usage(&self) -> Result<Usage> {
        let mut usage: Usage = self.keys.ids().map(|id| (id.to_owned(), 0)).collect();
        let mut count = |sealed: &[u8]| {
            let id = Keyring::id_of(sealed).unwrap_or("?").to_owned();
            *usage.entry(id).or_default() += 1;
        };
        every_sealed!(self, account, |row| {
            row.sealed_password.iter().for_each(|sealed| count(sealed));
        });
        every_sealed!(self, factor, |row| count(&row.sealed));
        every_sealed!(self, message_code, |row| {
            row.sealed.iter().for_each(|sealed| count(sealed));
        });
        every_sealed!(self, mail, |row| count(&row.sealed));
        every_sealed!(self, exercise_progress, |row| {
            row.state.iter().for_each(|sealed| count(sealed));
        });
        Ok(usage)
    }
}

/// The value sealed again with the first key, or `None` if the first key has sealed it already.
fn resealed(keys: &Keyring, context: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>> {
    if Keyring::id_of(sealed) == keys.ids().next() {
        return Ok(None);
    }
    Ok(Some(keys.seal(context, &keys.open(context, sealed)?)?))
}
