//! The site of the exercise: what it keeps of a passkey, and how it checks the answer of a phone.

use super::{CREDENTIAL_BYTES, ClientData, SIGN_IN, authenticator_data, origin_of, signed_bytes};
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::view::PhoneAnswer;
use serde::{Deserialize, Serialize};

const COUNTER_BYTES: usize = 4;

#[derive(Clone, Serialize, Deserialize)]
pub struct RegisteredPasskey {
    pub(super) credential: [u8; CREDENTIAL_BYTES],
    pub(super) public_key: [u8; 32],
    /// The counter of the last accepted answer.
    pub(super) counter: u32,
}

impl RegisteredPasskey {
    /// Whether the phone has signed this challenge for this site. An accepted answer is not accepted again.
    pub fn accepts(&mut self, host: &str, challenge: &str, answer: &PhoneAnswer) -> bool {
        match self.counter_of_right_answer(host, challenge, answer) {
            Some(counter) if counter > self.counter => {
                self.counter = counter;
                true
            }
            _ => false,
        }
    }

    fn counter_of_right_answer(&self, host: &str, challenge: &str, answer: &PhoneAnswer) -> Option<u32> {
        let decode = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).ok();
        let client_data = decode(&answer.client_data)?;
        let authenticator = decode(&answer.authenticator_data)?;
        let counter = u32::from_be_bytes(*authenticator.last_chunk::<COUNTER_BYTES>()?);
        let read: ClientData = serde_json::from_slice(&client_data).ok()?;
        let is_for_this_sign_in = decode(&answer.credential)? == self.credential
            && read.kind == SIGN_IN
            && read.challenge == challenge
            && read.origin == origin_of(host)
            // The same site and flags, so only the counter may differ.
            && authenticator == authenticator_data(host, counter);
        let signed = signed_bytes(&authenticator, &client_data);
        let key = UnparsedPublicKey::new(&ED25519, self.public_key);
        let is_signed = key.verify(&signed, &decode(&answer.signature)?).is_ok();
        (is_for_this_sign_in && is_signed).then_some(counter)
    }
}
