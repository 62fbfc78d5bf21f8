//! The application without its web server: database, cryptography, outgoing messages, and the services that the pages
//! and the API call.

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
pub mod exercises;
pub mod factors;
mod form_token;
mod limits;
pub mod live;
pub mod members;
pub mod notify;
pub mod operations;
pub mod random;
pub mod rehearsals;
pub mod session_store;
pub mod set_up;
mod settings;
mod shared;
mod stepwise;
pub mod students;

pub use error::{Error, Result};
pub use settings::{Settings, TokenSettings};
pub use stepwise::{Services, Stepwise};
