//! What every request passes through, outermost first: headers, words for bare refusals, the same-origin check,
//! the session, statuses of server functions.

pub mod away;
pub mod came_back;
pub mod client_address;
pub mod measure;
pub mod prefetch;
pub mod problem_status;
pub mod refusal_page;
pub mod request_id;
pub mod security;
pub mod session_cookie;
pub mod trace;
pub mod whole_body;
