//! Everything native that is not the web: storage, sealing, and the services that pages and the API call.

pub mod access;
pub mod clock;
pub mod crypto;
pub mod db;
mod entity;
pub mod error;
pub mod mail;
pub mod random;
pub mod service;
pub mod session_store;
mod stepwise;

pub use error::{Error, Result};
pub use stepwise::{Settings, Stepwise};
