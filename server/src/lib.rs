//! The web server around the application: settings, start-up, router, layers.

// Pages are types, and deep ones.
#![recursion_limit = "512"]

mod account_data;
pub mod command;
pub mod config;
mod download;
mod health;
pub mod keys;
mod lan;
pub mod layer;
mod mailer;
pub mod router;
mod site_files;
pub mod start;
