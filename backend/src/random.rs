//! Random bytes from the operating system. All logins, passwords, secrets, ids and links are generated from them.

use crate::Result;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

/// Fails if the operating system cannot provide secure random bytes.
pub fn bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// The secret part of a link. It has 256 random bits, so it cannot be guessed, and storing its plain hash is safe.
pub fn token() -> Result<String> {
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes::<32>()?))
}
