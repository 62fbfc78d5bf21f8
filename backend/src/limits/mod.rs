//! Limits on wrong answers and on expensive requests: per account, device, network and hour.

pub(crate) mod hourly_budget;
pub(crate) mod hourly_limit;
pub(crate) mod name_lookups;
pub(crate) mod network;
pub(crate) mod throttle;
