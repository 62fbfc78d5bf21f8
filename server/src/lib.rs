//! The web server around the application: settings, start-up, router, layers.

pub mod config;
mod health;
pub mod keys;
mod lan;
pub mod layer;
pub mod router;
pub mod start;
