//! Time-based codes (RFC 6238), and the rule which time steps the server accepts.
//!
//! All authenticator apps support the chosen parameters: SHA-1, six digits, thirty seconds, 160-bit secret.
//! The tests compare the codes with those of the crate `totp-rs`.

mod otpauth;
mod secret;
mod step;
mod verify;

pub use otpauth::{otpauth_uri, parse_otpauth_uri};
pub use secret::TotpSecret;
pub use step::Step;
pub use verify::{Verdict, clock_offset, verify};

pub const STEP_SECONDS: u64 = 30;
pub const SECRET_BYTES: usize = 20;

#[cfg(test)]
mod tests;
