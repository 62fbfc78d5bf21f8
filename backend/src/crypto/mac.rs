//! Keyed hashes (HMAC): for values that are only compared, such as recovery codes, and for names that must not be
//! readable in a table, such as the names in the throttle table.

use super::keyring::{KEY_BYTES, KeyError, parse_keys};
use domain::{network_of, site_of};
use hmac::{Hmac, KeyInit, Mac as _};
use sha2::Sha256;
use std::{net::IpAddr, sync::Arc};
use zeroize::Zeroizing;

pub type Mac = [u8; 32];

/// The first key computes new hashes; hashes of all listed keys are recognised.
#[derive(Clone)]
pub struct MacKeys(Arc<[Zeroizing<[u8; KEY_BYTES]>]>);

impl MacKeys {
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        Ok(Self(parse_keys(text)?.into_iter().map(|(_, key)| key).collect()))
    }

    /// The hash of a value for one `purpose` does not match the hash of the same value for another purpose.
    pub fn mac(&self, purpose: &str, parts: &[&[u8]]) -> Mac {
        compute(&self.0[0], purpose, parts)
    }

    /// Keyed hash of a client's network. The server can count and compare the hash, but cannot read the IP address from
    /// it.
    pub fn network(&self, purpose: &str, address: IpAddr) -> Mac {
        self.mac(purpose, &[network_of(address).to_string().as_bytes()])
    }

    /// Keyed hash of the site that an IPv6 address belongs to, for counting. IPv4 addresses have no site.
    pub fn site(&self, purpose: &str, address: IpAddr) -> Option<Mac> {
        let site = site_of(address)?;
        Some(self.mac("site", &[purpose.as_bytes(), &site.octets()]))
    }

    /// The hash of the value under each of the keys.
    pub fn all(&self, purpose: &str, parts: &[&[u8]]) -> Vec<Mac> {
        self.0.iter().map(|key| compute(key, purpose, parts)).collect()
    }
}

fn compute(key: &[u8; KEY_BYTES], purpose: &str, parts: &[&[u8]]) -> Mac {
    // The key is filled up with zeros here, as HMAC does with a key that is shorter than a block. A key of a whole
    // block fits the constructor that cannot fail.
    let mut block = Zeroizing::new([0; 64]);
    block[..KEY_BYTES].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    // The length of each part is hashed before the part, so that different lists of parts never give the same input.
    for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::{Engine, prelude::BASE64_STANDARD};

    #[test]
    fn purpose_parts_and_key_all_matter() {
        let key = |byte: u8| BASE64_STANDARD.encode([byte; KEY_BYTES]);
        let keys = MacKeys::parse(&format!("a:{},b:{}", key(1), key(2))).unwrap();
        let mac = keys.mac("name", &[b"ab", b"c"]);
        assert_ne!(mac, keys.mac("name", &[b"a", b"bc"]));
        assert_ne!(mac, keys.mac("code", &[b"ab", b"c"]));
        let other = MacKeys::parse(&format!("b:{}", key(2))).unwrap();
        assert_eq!(
            keys.all("name", &[b"ab", b"c"]),
            [mac, other.mac("name", &[b"ab", b"c"])]
        );
    }
}
