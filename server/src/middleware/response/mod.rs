//! Middleware that completes responses: headers, cookies, status codes and error pages.

pub mod database_unavailable;
pub mod error_pages;
pub mod flash;
pub mod island_preloads;
pub mod page_compression;
pub mod security_headers;
pub mod server_fn_status;
pub mod session_cookie;
