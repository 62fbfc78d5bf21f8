//! Entities: one file for each table of the database. They are private to this crate.

pub mod account;
pub mod audit_event;
pub mod class;
pub mod class_finish;
pub mod class_mistake;
pub mod class_result;
pub mod enrolment_code;
pub mod exercise_progress;
pub mod factor;
pub mod idempotency_key;
pub mod lease;
pub mod mail;
pub mod mailed_link;
pub mod message_code;
pub mod message_log;
pub mod passkey;
pub mod passkey_challenge;
pub mod personal_token;
pub mod recovery_code;
pub mod rescue;
pub mod seat;
pub mod throttle;
pub mod token_family;
pub mod trusted_browser;
pub mod web_session;
