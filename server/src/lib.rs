//! The web server: settings, start-up, router, middleware, API and commands for operators.

// The types of whole pages are nested more deeply than the compiler's default limit allows.
#![recursion_limit = "512"]

pub mod api;
pub mod classroom;
pub mod commands;
pub mod config;
mod middleware;
pub mod operations;
pub mod router;
mod site;
pub mod startup;
