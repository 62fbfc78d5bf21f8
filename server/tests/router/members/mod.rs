//! Tests of members: registration, account, address, and password.

mod access;
mod account;
mod account_lifecycle;
mod account_takeover;
mod email_undo;
mod enumeration;
mod forgotten_password;
mod mail_limit;
mod names_in_passwords;
mod register;
