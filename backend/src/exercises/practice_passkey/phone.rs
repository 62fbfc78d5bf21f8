//! The practice phone of the exercise: a key pair for each site. It signs for a site whose address is exactly the one for
//! which the passkey was made.

use super::{CREDENTIAL_BYTES, ClientData, RegisteredPasskey, SIGN_IN, authenticator_data, origin_of, signed_bytes};
use crate::{Error, Result};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::view::PhoneAnswer;
use serde::{Deserialize, Serialize};

const SEED_BYTES: usize = 32;

/// It has no `Debug`, because it contains private keys.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct PracticePhone {
    passkeys: Vec<Passkey>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Passkey {
    host: String,
    credential: [u8; CREDENTIAL_BYTES],
    /// The private key (Ed25519).
    seed: [u8; SEED_BYTES],
    /// Number of signatures.
    counter: u32,
}

impl PracticePhone {
    /// Makes a passkey for a site, from random bytes. Returns what the site gets.
    pub fn make_passkey(
        &mut self,
        host: &str,
        seed: [u8; SEED_BYTES],
        credential: [u8; CREDENTIAL_BYTES],
    ) -> Result<RegisteredPasskey> {
        let key_pair = key_pair(&seed)?;
        let public_key: [u8; 32] = key_pair
            .public_key()
            .as_ref()
            .try_into()
            .map_err(|_| Error::Corrupt("practice passkey"))?;
        self.passkeys.push(Passkey {
            host: host.to_owned(),
            credential,
            seed,
            counter: 0,
        });
        Ok(RegisteredPasskey {
            credential,
            public_key,
            counter: 0,
        })
    }

    pub const fn has_passkeys(&self) -> bool {
        !self.passkeys.is_empty()
    }

    /// Signs the challenge of a site; `None` if the phone has no passkey for this site.
    pub fn sign(&mut self, host: &str, challenge: &str) -> Option<PhoneAnswer> {
        let passkey = self.passkeys.iter_mut().find(|passkey| passkey.host == host)?;
        passkey.counter += 1;
        let client_data = serde_json::to_string(&ClientData {
            kind: SIGN_IN.to_owned(),
            challenge: challenge.to_owned(),
            origin: origin_of(host),
        });
        let client_data = client_data.ok()?;
        let authenticator_data = authenticator_data(host, passkey.counter);
        let signed = signed_bytes(&authenticator_data, client_data.as_bytes());
        let signature = key_pair(&passkey.seed).ok()?.sign(&signed);
        let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        Some(PhoneAnswer {
            credential: encode(&passkey.credential),
            client_data: encode(client_data.as_bytes()),
            authenticator_data: encode(&authenticator_data),
            signature: encode(signature.as_ref()),
        })
    }
}

fn key_pair(seed: &[u8; SEED_BYTES]) -> Result<Ed25519KeyPair> {
    Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| Error::Corrupt("practice passkey"))
}
