//! Services for the operator: the audit trail, metrics, leases between replicas, housekeeping, and key rotation.

pub(crate) mod audit;
pub(crate) mod counters;
pub(crate) mod housekeeping;
pub(crate) mod key_rotation;
pub(crate) mod leases;
pub(crate) mod metrics_snapshot;

pub use housekeeping::DeletedRows;
pub use key_rotation::{ResealedCounts, Usage};
pub use leases::Replica;
pub use metrics_snapshot::MetricsSnapshot;

use crate::{classes::Classes, clock::Clock, crypto::Keyring, db::Db, shared::Core};
use leases::Leases;
use std::sync::Arc;

/// Deletes expired data, rotates keys, and reports the state of the server.
#[derive(Clone)]
pub struct Operations {
    db: Db,
    clock: Arc<dyn Clock>,
    keys: Keyring,
    classes: Arc<Classes>,
    leases: Leases,
}

impl Operations {
    pub(crate) fn new(core: &Core, classes: &Arc<Classes>) -> Self {
        Self {
            db: core.db.clone(),
            clock: Arc::clone(&core.clock),
            keys: core.keys.clone(),
            classes: Arc::clone(classes),
            leases: Leases::new(core),
        }
    }
}
