//! The system's randomness: the only source of logins, passwords, secrets, ids and links.

use crate::Result;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

/// Fresh bytes, as many as the array is long. Fails rather than give weak ones.
pub fn bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// The secret part of a link: nobody guesses it, so its plain hash may be kept.
pub fn token() -> Result<String> {
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes::<32>()?))
}
