//! Property tests of every parser in `domain` that reads untrusted input: 100,000 inputs each, most of them almost
//! valid.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod codes;
mod exercises;
mod gift;
mod input;
mod lists;
mod names;
mod otpauth;
mod passkeys;
mod tables;
