//! The web server around the application: settings, start-up, router, layers.

// Pages are types, and deep ones.
#![recursion_limit = "512"]

pub mod config;
mod download;
mod health;
pub mod keys;
mod lan;
pub mod layer;
pub mod router;
mod site_files;
pub mod start;
