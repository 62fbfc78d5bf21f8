//! Middleware that checks, completes or refuses a request before its handler runs.

pub mod accept_header;
pub mod body_limits;
pub mod buffer_body;
pub mod client_address;
pub mod dot_segments;
pub mod host;
pub mod prefetch;
pub mod request_id;
pub mod session;
pub mod this_machine;
