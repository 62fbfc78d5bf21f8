//! The web server: settings, start-up, router, middleware, API and commands for operators.

// The view types of whole pages are nested more deeply than the default limit allows.
#![recursion_limit = "512"]

mod account_data;
mod address;
pub mod api;
mod backup;
mod bare_page;
pub mod command;
pub mod config;
pub mod database;
mod download;
mod embedded;
pub mod health;
pub mod healthcheck;
mod housekeeping;
mod identity;
pub mod keys;
mod lan;
pub mod layer;
mod listen;
pub mod logging;
mod mailer;
pub mod metrics;
mod offline;
mod privacy;
pub mod router;
pub mod schema;
mod security_txt;
mod site_files;
pub mod start;
mod stop;
mod storage;
