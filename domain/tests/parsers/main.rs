//! Property tests of every parser in `domain` that reads input of users or clients: 100,000 inputs each, most of them
//! almost valid.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod codes;
mod input;
mod names;
mod otpauth;
mod tables;
