//! The application without the web: database, cryptography, outgoing messages, and the services that pages and the API
//! call.

pub mod access;
pub mod clock;
mod count;
pub mod crypto;
pub mod db;
mod entity;
pub mod error;
pub mod mail;
pub mod random;
pub mod service;
pub mod session_store;
pub mod sms;
mod stepwise;

pub use error::{Error, Result};
pub use stepwise::{Settings, Stepwise, TokenSettings};
