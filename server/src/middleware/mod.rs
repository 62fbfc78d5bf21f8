//! The middleware. `stack` defines its order.

pub mod accept_header;
pub mod body_limits;
pub mod buffer_body;
pub mod client_address;
pub mod database_unavailable;
pub mod error_pages;
pub mod flash;
pub mod host;
pub mod metrics;
pub mod prefetch;
pub mod request_id;
pub mod security_headers;
pub mod server_fn_status;
pub mod session_cookie;
pub mod stack;
pub mod trace;
