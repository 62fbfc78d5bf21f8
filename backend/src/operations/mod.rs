//! What an operator needs: the audit trail, metrics, leases between replicas, housekeeping, and key rotation.

pub(crate) mod audit;
pub(crate) mod counters;
pub(crate) mod housekeeping;
pub(crate) mod key_rotation;
pub(crate) mod leases;
pub(crate) mod metrics;

pub use housekeeping::Swept;
pub use key_rotation::{Rotated, Usage};
pub use leases::Replica;
pub use metrics::Figures;
