//! Encryption of stored secrets, keyed hashes, password hashing and API tokens.

pub(crate) mod context;
mod jwt;
mod keyring;
mod mac;
mod passwords;
mod sealer;

pub use jwt::{Claims, TokenKeyError, TokenKeys, TokenKind};
pub use keyring::{KeyError, Keyring, SealError};
pub use mac::{Mac, MacKeys};
pub use passwords::{Client, PasswordHashing, PasswordPool};
pub use sealer::Sealer;

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

/// Plain hash (SHA-256), for values with so much randomness that they need no key, such as session ids and teacher
/// links.
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// A new random key in the form that settings and key files use.
pub fn new_key() -> crate::Result<String> {
    Ok(BASE64_STANDARD.encode(crate::random::bytes::<{ keyring::KEY_BYTES }>()?))
}
