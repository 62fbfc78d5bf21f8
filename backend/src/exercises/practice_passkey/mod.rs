//! The practice passkey: a real key pair and real signatures, in the form of WebAuthn, that count in an exercise only.
//!
//! The server plays both sides, so that the exercise works on every computer, without scripts and on plain http. The
//! phone has the private key; the site has the public key and checks the answers of the phone. Both are kept in the
//! sealed state of the exercise. A practice passkey is no factor of an account and begins no session.

mod phone;
mod site;

pub(super) use phone::PracticePhone;
pub(super) use site::RegisteredPasskey;

use crate::crypto::digest;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

const CREDENTIAL_BYTES: usize = 16;
const CHALLENGE_BYTES: usize = 32;

/// Flags of the authenticator data: a user was present, and has proved with a finger or PIN who they are.
const PRESENT_AND_VERIFIED: u8 = 0b101;

/// What the browser adds before the phone signs.
#[derive(Serialize, Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
}

const SIGN_IN: &str = "webauthn.get";

fn origin_of(host: &str) -> String {
    format!("https://{host}")
}

/// A new challenge. It is random, so that no answer to it exists yet.
pub(super) fn new_challenge() -> crate::Result<String> {
    Ok(BASE64_URL_SAFE_NO_PAD.encode(crate::random::bytes::<CHALLENGE_BYTES>()?))
}

/// Hash of the site, flags, and the number of signatures so far.
fn authenticator_data(host: &str, counter: u32) -> Vec<u8> {
    let mut data = digest(host.as_bytes()).to_vec();
    data.push(PRESENT_AND_VERIFIED);
    data.extend_from_slice(&counter.to_be_bytes());
    data
}

/// The bytes that the phone signs.
fn signed_bytes(authenticator_data: &[u8], client_data: &[u8]) -> Vec<u8> {
    [authenticator_data, &digest(client_data)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        exercises::addresses::{Lookalike, SITE},
        view::PhoneAnswer,
    };
    use proptest::{collection::vec, prelude::*};
    use std::sync::LazyLock;

    const CHALLENGE: &str = "Y2hhbGxlbmdl";

    /// The site, and an answer that it accepts.
    static SIGNED: LazyLock<(RegisteredPasskey, PhoneAnswer)> = LazyLock::new(|| {
        let (mut phone, registered) = phone_and_site();
        let answer = phone.sign(SITE, CHALLENGE).unwrap();
        (registered, answer)
    });

    fn phone_and_site() -> (PracticePhone, RegisteredPasskey) {
        let mut phone = PracticePhone::default();
        let registered = phone.make_passkey(SITE, [7; 32], [3; CREDENTIAL_BYTES]).unwrap();
        (phone, registered)
    }

    #[test]
    fn the_site_accepts_what_the_phone_has_signed_for_it_once() {
        let (mut phone, mut registered) = phone_and_site();
        let challenge = new_challenge().unwrap();
        let answer = phone.sign(SITE, &challenge).unwrap();
        assert!(!registered.accepts(SITE, &new_challenge().unwrap(), &answer));
        assert!(registered.accepts(SITE, &challenge, &answer));
        assert!(
            !registered.accepts(SITE, &challenge, &answer),
            "the counter did not grow"
        );
        let again = phone.sign(SITE, &challenge).unwrap();
        assert!(registered.accepts(SITE, &challenge, &again));
    }

    #[test]
    fn the_phone_has_nothing_for_another_site() {
        let (mut phone, mut registered) = phone_and_site();
        let challenge = new_challenge().unwrap();
        for lookalike in Lookalike::ALL {
            assert!(phone.sign(lookalike.host(), &challenge).is_none());
        }
        for other in ["", "STEPWISE.EXAMPLE", "stepwise.example.", "www.stepwise.example"] {
            assert!(phone.sign(other, &challenge).is_none(), "{other}");
        }
        // A phone that is tricked into a passkey for the other site: the real site has another public key.
        let host = Lookalike::SwappedLetter.host();
        phone.make_passkey(host, [8; 32], [4; CREDENTIAL_BYTES]).unwrap();
        let stolen = phone.sign(host, &challenge).unwrap();
        assert!(!registered.accepts(SITE, &challenge, &stolen));
        assert!(!registered.accepts(host, &challenge, &stolen));
    }

    #[test]
    fn an_answer_with_any_other_byte_is_refused() {
        let (mut phone, mut registered) = phone_and_site();
        let challenge = new_challenge().unwrap();
        let answer = phone.sign(SITE, &challenge).unwrap();
        let fields: [fn(&mut PhoneAnswer) -> &mut String; 4] = [
            |answer| &mut answer.credential,
            |answer| &mut answer.client_data,
            |answer| &mut answer.authenticator_data,
            |answer| &mut answer.signature,
        ];
        for field in fields {
            let length = field(&mut answer.clone()).len();
            for at in 0..length {
                let mut changed = answer.clone();
                let text = field(&mut changed);
                let other = if text.as_bytes()[at] == b'A' { "B" } else { "A" };
                text.replace_range(at..=at, other);
                assert!(!registered.accepts(SITE, &challenge, &changed), "byte {at}");
            }
            let mut empty = answer.clone();
            field(&mut empty).clear();
            assert!(!registered.accepts(SITE, &challenge, &empty));
        }
        assert!(registered.accepts(SITE, &challenge, &answer));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_text_of_the_form_but_the_signed_one_is_accepted(field in 0..4_u8, edits in vec((any::<bool>(), any::<u16>(), "[A-Za-z0-9_=+/{}\"é-]"), 1..=3)) {
            let (registered, right) = &*SIGNED;
            let mut sent = right.clone();
            let text = match field {
                0 => &mut sent.credential,
                1 => &mut sent.client_data,
                2 => &mut sent.authenticator_data,
                _ => &mut sent.signature,
            };
            let mut characters: Vec<char> = text.chars().collect();
            for (inserts, at, character) in &edits {
                let at = usize::from(*at) % characters.len();
                let end = if *inserts { at } else { at + 1 };
                characters.splice(at..end, character.chars());
            }
            *text = characters.into_iter().collect();
            let mut site = RegisteredPasskey { ..*registered };
            prop_assert_eq!(site.accepts(SITE, CHALLENGE, &sent), sent == *right);
        }
    }

    #[test]
    fn what_is_stored_is_read_back() {
        let (phone, registered) = phone_and_site();
        let stored = serde_json::to_string(&(phone, registered)).unwrap();
        let (mut phone, mut registered): (PracticePhone, RegisteredPasskey) = serde_json::from_str(&stored).unwrap();
        let challenge = new_challenge().unwrap();
        let answer = phone.sign(SITE, &challenge).unwrap();
        assert!(registered.accepts(SITE, &challenge, &answer));
    }
}
