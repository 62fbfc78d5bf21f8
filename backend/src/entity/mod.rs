//! Rows as the database holds them. They never leave this crate.

pub mod account;
pub mod class;
pub mod class_result;
pub mod factor;
pub mod recovery_code;
pub mod seat;
pub mod throttle;
pub mod web_session;
