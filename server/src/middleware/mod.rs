//! The middleware of the server. `stack` defines its order.

pub mod request;
pub mod request_metrics;
pub mod response;
pub mod stack;
pub mod trace;
