//! The application without the web: database, cryptography, outgoing messages, and the services that pages and the API
//! call.

pub mod access;
pub mod admin;
pub mod api;
pub mod auth;
pub mod classes;
pub mod clock;
pub mod crypto;
pub mod db;
mod entity;
pub mod error;
mod factors;
mod limits;
pub mod members;
pub mod notify;
pub mod operations;
pub mod random;
pub mod session_store;
pub mod set_up;
mod stepwise;
mod students;

pub use error::{Error, Result};
pub use stepwise::{Settings, Stepwise, TokenSettings};
