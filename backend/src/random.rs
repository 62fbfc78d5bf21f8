//! The system's randomness: the only source of logins, passwords, secrets, ids and links.

use crate::Result;

/// Fresh bytes, as many as the array is long. Fails rather than give weak ones.
pub fn bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
