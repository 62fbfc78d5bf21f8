//! Everything of the site that Leptos does not render: static files, downloads, and pages for errors and for offline use.

pub mod asset_names;
pub mod document;
pub mod downloads;
pub mod embedded;
pub mod error_page;
pub mod offline;
pub mod security_txt;
pub mod web_manifest;
