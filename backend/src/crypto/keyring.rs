//! Encrypts ("seals") and decrypts ("opens") stored secrets with keys that have ids.
//!
//! The first listed key encrypts new values; values of all listed keys can be decrypted. To replace a key, the operator
//! adds the new key on all replicas, moves it to the front, seals all values again, and then removes the old key.

use crate::random;
use base64::{Engine, prelude::BASE64_STANDARD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305,
    aead::{Aead, Payload},
};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use thiserror::Error;
use zeroize::Zeroizing;

const FORMAT: u8 = 1;
const NONCE: usize = 24;
pub const KEY_BYTES: usize = 32;

#[derive(Debug, Error)]
pub enum KeyError {
    #[error("no key is given")]
    Empty,
    #[error("expected id:key, separated by commas; an id is 1 to 16 of a-z 0-9, a key 32 bytes in Base64")]
    Format,
    #[error("the key id {0} is given twice")]
    Twice(String),
}

#[derive(Debug, Error)]
pub enum SealError {
    #[error("sealed under the key id {0}, which is not listed")]
    UnknownKey(String),
    #[error("the sealed value was made by another key of that id, or was changed")]
    DoesNotOpen,
    #[error("not a sealed value")]
    Format,
}

struct Key {
    id: String,
    cipher: XChaCha20Poly1305,
}

#[derive(Clone)]
pub struct Keyring {
    keys: Arc<[Key]>,
    /// The number of values that were decrypted. Tests use it to compare the work of two code paths.
    opened: Arc<AtomicU64>,
}

/// The id of a key, and the key itself.
type NamedKey = (String, Zeroizing<[u8; KEY_BYTES]>);

/// Parses `id:base64,id:base64`.
pub(super) fn parse_keys(text: &str) -> Result<Vec<NamedKey>, KeyError> {
    let mut keys: Vec<NamedKey> = Vec::new();
    for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
        let (id, key) = entry.split_once(':').ok_or(KeyError::Format)?;
        let is_id = (1..=16).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let bytes = Zeroizing::new(BASE64_STANDARD.decode(key).map_err(|_| KeyError::Format)?);
        let key: [u8; KEY_BYTES] = bytes.as_slice().try_into().map_err(|_| KeyError::Format)?;
        if !is_id {
            return Err(KeyError::Format);
        }
        if keys.iter().any(|(other, _)| other == id) {
            return Err(KeyError::Twice(id.to_owned()));
        }
        keys.push((id.to_owned(), Zeroizing::new(key)));
    }
    if keys.is_empty() {
        Err(KeyError::Empty)
    } else {
        Ok(keys)
    }
}

impl Keyring {
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let keys = parse_keys(text)?
            .into_iter()
            .map(|(id, key)| Key {
                id,
                cipher: XChaCha20Poly1305::new((&*key).into()),
            })
            .collect();
        Ok(Self {
            keys,
            opened: Arc::default(),
        })
    }

    /// Encrypts a value with the first key. The context consists of the kind of the value and the id of its row, and is
    /// needed to decrypt the value. A value that is copied to another row therefore cannot be decrypted there.
    pub fn seal(&self, context: &str, plain: &[u8]) -> crate::Result<Vec<u8>> {
        let key = &self.keys[0];
        let nonce: [u8; NONCE] = random::bytes()?;
        let body = key
            .cipher
            .encrypt(
                &nonce.into(),
                Payload {
                    msg: plain,
                    aad: context.as_bytes(),
                },
            )
            .map_err(|_| SealError::Format)?;
        let mut sealed = Vec::with_capacity(2 + key.id.len() + NONCE + body.len());
        sealed.push(FORMAT);
        sealed.push(key.id.len() as u8);
        sealed.extend_from_slice(key.id.as_bytes());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&body);
        Ok(sealed)
    }

    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        self.opened.fetch_add(1, Ordering::Relaxed);
        let (id, rest) = split_id(sealed)?;
        let key = self
            .keys
            .iter()
            .find(|key| key.id.as_bytes() == id)
            .ok_or_else(|| SealError::UnknownKey(String::from_utf8_lossy(id).into_owned()))?;
        let (nonce, body) = rest.split_first_chunk::<NONCE>().ok_or(SealError::Format)?;
        key.cipher
            .decrypt(
                nonce.into(),
                Payload {
                    msg: body,
                    aad: context.as_bytes(),
                },
            )
            .map(Zeroizing::new)
            .map_err(|_| SealError::DoesNotOpen)
    }

    /// The ids of the listed keys; the first key encrypts new values.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| key.id.as_str())
    }

    /// The id of the key that has sealed a value.
    pub fn id_of(sealed: &[u8]) -> Option<&str> {
        str::from_utf8(split_id(sealed).ok()?.0).ok()
    }

    /// The first bytes of all values that a key has sealed. A database query uses them to count these values.
    pub(crate) fn begin_of(id: &str) -> Vec<u8> {
        let mut begin = vec![FORMAT, u8::try_from(id.len()).unwrap_or(u8::MAX)];
        begin.extend_from_slice(id.as_bytes());
        begin
    }

    pub fn times_opened(&self) -> u64 {
        self.opened.load(Ordering::Relaxed)
    }
}

fn split_id(sealed: &[u8]) -> Result<(&[u8], &[u8]), SealError> {
    match sealed {
        [FORMAT, length, rest @ ..] => rest.split_at_checked(usize::from(*length)).ok_or(SealError::Format),
        _ => Err(SealError::Format),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(keys: &[(&str, u8)]) -> Keyring {
        let text: Vec<String> = keys
            .iter()
            .map(|(id, byte)| format!("{id}:{}", BASE64_STANDARD.encode([*byte; KEY_BYTES])))
            .collect();
        Keyring::parse(&text.join(",")).unwrap()
    }

    #[test]
    fn every_listed_key_opens_and_the_first_seals() {
        let sealed = ring(&[("a", 1)]).seal("seat", b"secret").unwrap();
        let both = ring(&[("b", 2), ("a", 1)]);
        assert_eq!(*both.open("seat", &sealed).unwrap(), b"secret");
        let again = both.seal("seat", b"secret").unwrap();
        assert_eq!(*ring(&[("b", 2)]).open("seat", &again).unwrap(), b"secret");
        assert!(matches!(ring(&[("b", 2)]).open("seat", &sealed), Err(SealError::UnknownKey(id)) if id == "a"));
    }

    #[test]
    fn another_key_another_place_or_a_changed_byte_opens_nothing() {
        let keys = ring(&[("a", 1)]);
        let sealed = keys.seal("seat", b"secret").unwrap();
        assert!(matches!(
            ring(&[("a", 9)]).open("seat", &sealed),
            Err(SealError::DoesNotOpen)
        ));
        assert!(matches!(keys.open("factor", &sealed), Err(SealError::DoesNotOpen)));
        for n in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[n] ^= 1;
            assert!(keys.open("seat", &changed).is_err(), "byte {n}");
        }
        assert!(keys.open("seat", &[]).is_err());
        assert!(!String::from_utf8_lossy(&sealed).contains("secret"));
    }

    #[test]
    fn a_bad_list_says_what_is_wrong() {
        let good = BASE64_STANDARD.encode([1; KEY_BYTES]);
        assert!(matches!(Keyring::parse(" "), Err(KeyError::Empty)));
        assert!(matches!(Keyring::parse("a:short"), Err(KeyError::Format)));
        assert!(matches!(Keyring::parse(&format!("A!:{good}")), Err(KeyError::Format)));
        assert!(matches!(
            Keyring::parse(&format!("a:{good},a:{good}")),
            Err(KeyError::Twice(_))
        ));
    }
}
