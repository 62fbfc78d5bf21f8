//! Sealing, keyed hashes and password hashing.

mod jwt;
mod keyring;
mod mac;
mod once;
mod passwords;

pub use jwt::{Claims, TokenKeyError, TokenKeys, TokenKind};
pub use keyring::{KeyError, Keyring, SealError};
pub use mac::{Mac, MacKeys};
pub use once::OnceBox;
pub use passwords::{Client, PasswordHashing, PasswordPool};

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

/// The hash of something that is random enough to need no key: a session id, a teacher link.
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// A fresh key, as settings and key files carry it.
pub fn new_key() -> crate::Result<String> {
    Ok(BASE64_STANDARD.encode(crate::random::bytes::<{ keyring::KEY_BYTES }>()?))
}
