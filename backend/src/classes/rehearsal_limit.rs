//! Limits how many rehearsals exist at once: for one network, one IPv6 site, and the whole server. A rehearsal that its
//! teacher has ended counts until it is deleted.

use crate::{
    Result,
    crypto::MacKeys,
    db::Transaction,
    entity::class,
    limits::{
        hourly_limit::{Origin, site_full_until},
        throttle,
    },
};
use domain::{
    refusal::Refusal,
    rehearsal::{MAX_PER_IPV6_SITE, MAX_PER_NETWORK, MAX_REHEARSALS, REHEARSAL_LIFE},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// Parallel requests wait until the transaction ends, so that they cannot exceed the limit together.
pub(super) async fn check(tx: &Transaction, macs: &MacKeys, from: Option<Origin>, now: Timestamp) -> Result<()> {
    let turn = macs.mac("rehearsals", &[]);
    throttle::serialise(tx, turn, turn, now).await?;
    let running = class::Entity::find()
        .filter(class::Column::Rehearsal.eq(true))
        .filter(class::Column::CreatedAt.gt(now.before(REHEARSAL_LIFE).micros()));
    let mut is_full = running.clone().count(tx).await? >= MAX_REHEARSALS;
    if let Some(from) = from {
        let of_network = running.filter(class::Column::OpenedFrom.eq(from.network.to_vec()));
        is_full |= of_network.count(tx).await? >= MAX_PER_NETWORK;
    }
    if let Some(site) = from.and_then(|from| from.site) {
        let full = site_full_until(tx, macs, ("rehearsals:site-hour", site), MAX_PER_IPV6_SITE, now).await?;
        is_full |= full.is_some();
    }
    match is_full {
        true => Err(Refusal::TooManyRehearsals.into()),
        false => Ok(()),
    }
}
