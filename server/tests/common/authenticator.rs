//! A separate TOTP implementation for tests (RFC 4226, 6238 and 4648), so that the server's code is not tested against
//! itself.

use domain::time::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

const STEP: i64 = 30;
/// Number of time steps before and after now in which a wrong code must not be valid. The server searches fewer steps
/// when it checks whether the clock of a phone is off.
const REACH: i64 = 125;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    pub base32: String,
}

impl Secret {
    pub fn of_uri(uri: &str) -> Self {
        let (_, query) = uri.split_once('?').expect("parameters");
        let key = query.split('&').find_map(|pair| pair.strip_prefix("secret="));
        Self {
            base32: key.expect("a secret").to_owned(),
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
        for letter in self.base32.bytes() {
            let value = match letter {
                b'A'..=b'Z' => letter - b'A',
                b'2'..=b'7' => letter - b'2' + 26,
                _ => panic!("not Base32"),
            };
            bits = (bits << 5) | u32::from(value);
            held += 5;
            if held >= 8 {
                held -= 8;
                bytes.push((bits >> held) as u8);
            }
        }
        bytes
    }

    /// The code that the authenticator app shows at that time.
    pub fn code_at(&self, time: Timestamp) -> String {
        self.code_beside(time, 0)
    }

    /// The code of the time step that is `steps` later, or earlier if `steps` is negative.
    pub fn code_beside(&self, time: Timestamp, steps: i64) -> String {
        let counter = time.micros().div_euclid(1_000_000 * STEP) + steps;
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.bytes()).unwrap();
        mac.update(&counter.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash[19] & 15);
        let number = u32::from_be_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }

    /// A code that this secret does not produce within `REACH` steps of `time`.
    pub fn wrong_code(&self, time: Timestamp) -> String {
        let right: Vec<String> = (-REACH..=REACH).map(|steps| self.code_beside(time, steps)).collect();
        let wrong = (0..1_000_000).map(|n| format!("{:06}", (n * 7919 + 123_456) % 1_000_000));
        wrong.into_iter().find(|code| !right.contains(code)).unwrap()
    }
}

#[test]
fn the_test_s_authenticator_agrees_with_rfc_6238() {
    let secret = Secret {
        base32: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned(),
    };
    for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
        assert_eq!(secret.code_at(Timestamp::from_seconds(seconds)), code);
    }
}
