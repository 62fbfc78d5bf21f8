//! Limits on wrong answers and on expensive requests: per account, device, network and hour.

pub(crate) mod hourly_budget;
pub(crate) mod hourly_limit;
pub(crate) mod name_lookups;
pub(crate) mod network;
pub(crate) mod throttle;

use crate::{clock::Clock, crypto::MacKeys, db::Db, settings::Settings, shared::Core};
use network::NetworkCache;
use std::sync::Arc;

/// Counts wrong answers and expensive requests.
#[derive(Clone)]
pub struct Limits {
    db: Db,
    clock: Arc<dyn Clock>,
    macs: MacKeys,
    settings: Arc<Settings>,
    networks: Arc<NetworkCache>,
}

impl Limits {
    pub(crate) fn new(core: &Core) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            macs: core.macs.clone(),
            settings: Arc::clone(&core.settings),
            networks: Arc::default(),
        }
    }
}
