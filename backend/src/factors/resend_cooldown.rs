//! The time before which the server refuses to send another code of the same kind. Pages show it as a countdown.

use crate::{Error, Result, entity::message_code};
use domain::{factor::FactorKind, ids::AccountId, sent_code::RESEND_COOLDOWN, time::Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// The kinds of codes that were recently sent to any session of the account, each with the end of its cooldown.
pub async fn cooldowns(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<(FactorKind, Timestamp)>> {
    let sent = message_code::Entity::find()
        .filter(message_code::Column::AccountId.eq(account.uuid()))
        .filter(message_code::Column::CreatedAt.gt(now.before(RESEND_COOLDOWN).micros()))
        .all(db)
        .await?;
    let pause = |code: message_code::Model| {
        let kind = code.kind.parse().map_err(|_| Error::Corrupt("factor kind"))?;
        Ok((kind, Timestamp::from_micros(code.created_at).after(RESEND_COOLDOWN)))
    };
    sent.into_iter().map(pause).collect()
}

/// The end of the cooldown of one kind.
pub fn resend_at(cooldowns: &[(FactorKind, Timestamp)], kind: FactorKind) -> Option<Timestamp> {
    let ends = cooldowns.iter().filter(|(paused, _)| *paused == kind);
    ends.map(|(_, until)| *until).max()
}
