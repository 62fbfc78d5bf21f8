//! Accounts of members: roles, registration, passwords, history, rescue after the loss of all factors.

pub mod account;
pub mod audit;
pub mod password_hash;
pub mod password_strength;
pub mod personal_token;
pub mod registration;
pub mod rescue;
