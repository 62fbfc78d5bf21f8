//! Tests of members: registration, account, address, and password.

mod access;
mod account;
mod account_lifecycle;
pub mod account_takeover;
mod data_download;
mod email_undo;
mod end_of_sessions;
mod enumeration;
mod forgotten_password;
mod mail_limit;
mod names_in_passwords;
mod password_rules;
mod register;
mod sign_in;
