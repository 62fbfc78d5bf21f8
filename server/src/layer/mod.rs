//! The middleware. `edge` defines its order.

pub mod accept;
pub mod away;
pub mod came_back;
pub mod client_address;
pub mod edge;
pub mod host;
pub mod measure;
pub mod prefetch;
pub mod problem_status;
pub mod refusal_page;
pub mod request_body;
pub mod request_id;
pub mod security;
pub mod session_cookie;
pub mod trace;
