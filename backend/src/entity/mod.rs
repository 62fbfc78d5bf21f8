//! Rows as the database holds them. They never leave this crate.

pub mod account;
pub mod audit_event;
pub mod class;
pub mod class_result;
pub mod factor;
pub mod mail;
pub mod mailed_link;
pub mod recovery_code;
pub mod seat;
pub mod throttle;
pub mod web_session;
