//! All responses of the site that Leptos does not render: static files, downloads, uploads, event streams, error pages and the
//! offline page.

pub mod asset_names;
pub mod assets;
pub mod document;
pub mod downloads;
pub mod embedded;
pub mod error_page;
pub mod event_streams;
pub mod offline;
pub mod route_error;
pub mod security_txt;
pub mod uploads;
pub mod web_manifest;
