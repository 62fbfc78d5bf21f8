//! How long it takes until another code may be sent the same way, for pages that count it down.

use crate::{Error, Result, entity::message_code};
use domain::{factor::FactorKind, ids::AccountId, message::RESEND_AFTER, time::Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// Ways on which a code went a moment ago, whichever session asked: until when no other one goes there.
pub async fn pauses(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<(FactorKind, Timestamp)>> {
    let sent = message_code::Entity::find()
        .filter(message_code::Column::AccountId.eq(account.uuid()))
        .filter(message_code::Column::CreatedAt.gt(now.before(RESEND_AFTER).micros()))
        .all(db)
        .await?;
    let pause = |code: message_code::Model| {
        let kind = code.kind.parse().map_err(|_| Error::Corrupt("factor kind"))?;
        Ok((kind, Timestamp::from_micros(code.created_at).after(RESEND_AFTER)))
    };
    sent.into_iter().map(pause).collect()
}

/// The end of the pause on one of them.
pub fn again_at(pauses: &[(FactorKind, Timestamp)], kind: FactorKind) -> Option<Timestamp> {
    let ends = pauses.iter().filter(|(paused, _)| *paused == kind);
    ends.map(|(_, until)| *until).max()
}
