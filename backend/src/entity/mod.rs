//! Rows as the database holds them. They never leave this crate.

pub mod account;
pub mod audit_event;
pub mod class;
pub mod class_result;
pub mod enrolment_code;
pub mod factor;
pub mod lease;
pub mod mail;
pub mod mailed_link;
pub mod message_code;
pub mod opened_once;
pub mod recovery_code;
pub mod rescue;
pub mod seat;
pub mod throttle;
pub mod trusted_browser;
pub mod web_session;
