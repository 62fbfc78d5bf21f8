//! The middleware of the server. `stack` defines its order.

pub mod metrics;
pub mod request;
pub mod response;
pub mod stack;
pub mod trace;
