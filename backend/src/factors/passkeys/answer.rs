//! The answers of authenticators, as the script of a page sends them.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{passkey::ClientData, refusal::Refusal};
use serde::{Deserialize, Deserializer, de::Error as _};

/// Maximum length of an answer. The largest public key (RSA with 4096 bits) and the longest id of a credential fit.
const MAX_ANSWER: usize = 12 * 1024;

/// The answer to a challenge with a passkey that exists already.
#[derive(Clone, Debug, Deserialize)]
pub struct PasskeyAnswer {
    #[serde(deserialize_with = "base64url")]
    pub(crate) credential: Vec<u8>,
    #[serde(deserialize_with = "base64url")]
    pub(crate) client_data: Vec<u8>,
    #[serde(deserialize_with = "base64url")]
    pub(crate) authenticator_data: Vec<u8>,
    #[serde(deserialize_with = "base64url")]
    pub(crate) signature: Vec<u8>,
    /// The id of the account for which the passkey was created. Security keys leave it out if the server has named the
    /// credential.
    #[serde(default, deserialize_with = "base64url")]
    pub(crate) user_handle: Vec<u8>,
}

/// A new passkey.
#[derive(Clone, Debug, Deserialize)]
pub struct NewPasskey {
    #[serde(deserialize_with = "base64url")]
    pub(crate) credential: Vec<u8>,
    #[serde(deserialize_with = "base64url")]
    pub(crate) client_data: Vec<u8>,
    #[serde(deserialize_with = "base64url")]
    pub(crate) authenticator_data: Vec<u8>,
    /// The public key as DER (SubjectPublicKeyInfo), and its algorithm as a COSE number.
    #[serde(deserialize_with = "base64url")]
    pub(crate) public_key: Vec<u8>,
    pub(crate) algorithm: i32,
}

impl PasskeyAnswer {
    /// Parses the text of the form field `passkey`.
    pub fn parse(field: &str) -> Result<Self, Refusal> {
        parse(field)
    }

    /// The challenge and the signature in base64url, for a page that shows what was signed.
    pub(crate) fn signed(&self) -> (String, String) {
        let data = client_data(&self.client_data);
        let challenge = data.map(|data| data.challenge().to_owned()).unwrap_or_default();
        (challenge, BASE64_URL_SAFE_NO_PAD.encode(&self.signature))
    }
}

impl NewPasskey {
    /// Parses the text of the form field `passkey`.
    pub fn parse(field: &str) -> Result<Self, Refusal> {
        parse(field)
    }
}

fn parse<'a, T: Deserialize<'a>>(field: &'a str) -> Result<T, Refusal> {
    if field.len() > MAX_ANSWER {
        return Err(Refusal::PasskeyRefused);
    }
    serde_json::from_str(field).map_err(|_| Refusal::PasskeyRefused)
}

/// What the browser has written into the answer.
pub(crate) fn client_data(bytes: &[u8]) -> Option<ClientData> {
    serde_json::from_slice(bytes).ok()
}

fn base64url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    BASE64_URL_SAFE_NO_PAD.decode(text).map_err(D::Error::custom)
}
