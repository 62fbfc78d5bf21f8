//! Limits how many classes one network can open within an hour.

use super::{
    Limits,
    hourly_budget::{add_one, counted},
    throttle,
};
use crate::{
    Result,
    crypto::{Mac, MacKeys},
    db::Transaction,
};
use domain::{NETWORKS_PER_SITE, time::Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::{net::IpAddr, time::Duration};

const HOUR: Duration = Duration::from_secs(3600);

/// The columns in which a table stores the network of origin and the time of its rows.
pub(crate) struct Made<E: EntityTrait> {
    pub from: E::Column,
    pub at: E::Column,
}

/// The origin of a request, as hashes for counting. The counted rows also store `network`.
#[derive(Clone, Copy)]
pub(crate) struct Origin {
    pub network: Mac,
    /// The site that an IPv6 network is a part of; `None` for IPv4.
    pub site: Option<Mac>,
}

impl Limits {
    pub(crate) fn origin(&self, purpose: &str, address: IpAddr) -> Origin {
        let macs = &self.macs;
        Origin {
            network: macs.network(purpose, address),
            site: macs.site(purpose, address),
        }
    }

    /// Returns the time from which the network can create rows again; `None` if it has not used up its limit for the
    /// last hour. Parallel requests of the same network wait until the transaction ends, so that they cannot exceed the
    /// limit together.
    pub(crate) async fn full_until<E>(
        &self,
        tx: &Transaction,
        made: Made<E>,
        from: Origin,
        most: u32,
        now: Timestamp,
    ) -> Result<Option<Timestamp>>
    where
        E: EntityTrait<Model: Send + Sync>,
    {
        let network = from.network;
        let turn = self.macs.mac("throttle:hour", &[&network]);
        throttle::serialise(tx, turn, network, now).await?;
        let recent = E::find()
            .filter(made.from.eq(network.to_vec()))
            .filter(made.at.gt(now.before(HOUR).micros()));
        if recent.clone().count(tx).await? < u64::from(most) {
            return match from.site {
                // A site has the limit of several networks, not of all 65,536 networks that it can have.
                Some(site) => {
                    let most = most.saturating_mul(NETWORKS_PER_SITE);
                    site_full_until(tx, &self.macs, ("throttle:site-hour", site), most, now).await
                }
                None => Ok(None),
            };
        }
        let oldest = recent.select_only().column(made.at).order_by_asc(made.at);
        let oldest: Option<i64> = oldest.into_tuple().one(tx).await?;
        Ok(Some(oldest.map_or(now, Timestamp::from_micros).after(HOUR)))
    }
}

/// Counts one more row for a site in the current clock hour. If the site is over its limit, returns the end of the hour.
/// The count is rolled back with the transaction.
pub(crate) async fn site_full_until(
    tx: &Transaction,
    macs: &MacKeys,
    (purpose, site): (&str, Mac),
    most: u32,
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    let hour = i64::try_from(HOUR.as_micros()).unwrap_or(i64::MAX);
    let window = now.micros().div_euclid(hour);
    let subject = macs.mac(purpose, &[&site, &window.to_be_bytes()]);
    add_one(tx, &[subject], now).await?;
    let full = counted(tx, subject).await? > most;
    Ok(full.then(|| Timestamp::from_micros((window + 1) * hour)))
}
