//! The secret of an authenticator app, its text form, and the codes that are computed from it.

use super::{SECRET_BYTES, step::Step};
use crate::{code::Code, time::Timestamp};
use core::fmt;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use totp_rs::Secret;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Maximum number of characters of a key that the user enters, including spaces and dashes.
const MAX_KEY_LENGTH: usize = 128;

/// The secret that the authenticator app and the server share.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct TotpSecret([u8; SECRET_BYTES]);

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(····)")
    }
}

impl TotpSecret {
    pub const fn from_bytes(random: [u8; SECRET_BYTES]) -> Self {
        Self(random)
    }

    pub const fn bytes(&self) -> &[u8; SECRET_BYTES] {
        &self.0
    }

    pub fn to_base32(&self) -> String {
        Secret::from(self.0).to_base32()
    }

    /// Parses a key that the user has entered. Spaces, dashes and small letters are accepted.
    pub fn from_base32(typed: &str) -> Option<Self> {
        // A longer text is refused as a whole. Otherwise a right key would be accepted with any text after it.
        if typed.chars().nth(MAX_KEY_LENGTH).is_some() {
            return None;
        }
        let key: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let secret = Secret::try_from_base32(key.clone()).ok()?;
        let secret = Self(secret.as_bytes().try_into().ok()?);
        // The decoder ignores bits at the end that fill no byte, so it would accept a key with one character too many.
        (secret.to_base32() == key).then_some(secret)
    }

    fn hmac(&self) -> Hmac<Sha1> {
        // HMAC pads a key with zeros to the length of a block.
        let mut key = [0; 64];
        key[..SECRET_BYTES].copy_from_slice(&self.0);
        let hmac = Hmac::new(&key.into());
        key.zeroize();
        hmac
    }

    pub fn code_at(&self, step: Step) -> Code {
        code_of(&self.hmac(), step)
    }

    /// All time steps for which `code` is right, at most `reach` steps before or after the current one. The function
    /// checks every step, so that its running time does not reveal the step that matched.
    pub(super) fn matching_steps(&self, code: &Code, now: Timestamp, reach: u64) -> Vec<Step> {
        let hmac = self.hmac();
        let current = Step::at(now).number();
        (current.saturating_sub(reach)..=current + reach)
            .map(Step::from_number)
            .filter(|step| code_of(&hmac, *step).matches(code))
            .collect()
    }
}

/// The code of a time step (RFC 4226, section 5.3). `totp-rs` computes the same codes, but brings two more hash functions
/// into the WebAssembly.
fn code_of(hmac: &Hmac<Sha1>, step: Step) -> Code {
    let mut hmac = hmac.clone();
    hmac.update(&step.number().to_be_bytes());
    let hash: [u8; 20] = hmac.finalize().into_bytes().into();
    let offset = usize::from(hash[19] & 0xf);
    let bytes = core::array::from_fn(|index| hash[offset + index]);
    Code::from_number((u32::from_be_bytes(bytes) & 0x7fff_ffff) % 1_000_000)
}
