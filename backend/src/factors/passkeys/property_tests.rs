//! Property tests of the answers of authenticators and of public keys: 100,000 inputs each, most of them almost valid.

use super::{NewPasskey, PasskeyAnswer, answer::client_data, public_key};
use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    rsa::KeySize,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaKeyPair},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::json;
use std::sync::LazyLock;

/// One key of each accepted algorithm, as DER, with the COSE number of the algorithm.
static KEYS: LazyLock<[(i32, Vec<u8>); 3]> = LazyLock::new(|| {
    let ecdsa = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
    let ed25519 = Ed25519KeyPair::generate().unwrap();
    let rsa = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let der = |key: PublicKeyX509Der<'_>| key.as_ref().to_vec();
    [
        (-7, der(ecdsa.public_key().as_der().unwrap())),
        (-8, der(ed25519.public_key().as_der().unwrap())),
        (-257, der(rsa.public_key().as_der().unwrap())),
    ]
});

fn cases() -> ProptestConfig {
    ProptestConfig {
        cases: 100_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..most)
}

/// Up to three bytes that are inserted, replaced or removed.
fn edits() -> impl Strategy<Value = Vec<(u8, u16, u8)>> {
    let byte = prop_oneof![any::<u8>(), select(&b"{}[]\",:\\An-_=0 "[..])];
    vec((any::<u8>(), any::<u16>(), byte), 0..=3)
}

fn edited(mut bytes: Vec<u8>, edits: &[(u8, u16, u8)]) -> Vec<u8> {
    for (kind, at, byte) in edits {
        let at = usize::from(*at) % (bytes.len() + 1);
        match kind % 3 {
            0 => bytes.insert(at, *byte),
            1 if at < bytes.len() => bytes[at] = *byte,
            2 if at < bytes.len() => {
                bytes.remove(at);
            }
            _ => {}
        }
    }
    bytes
}

fn base64url(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn written(answer: &PasskeyAnswer) -> String {
    json!({
        "credential": base64url(&answer.credential),
        "client_data": base64url(&answer.client_data),
        "authenticator_data": base64url(&answer.authenticator_data),
        "signature": base64url(&answer.signature),
        "user_handle": base64url(&answer.user_handle),
    })
    .to_string()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn an_answer_is_read_back_or_refused(parts in vec(bytes(24), 5), edits in edits()) {
        let [credential, client_data, authenticator_data, signature, user_handle] = <[Vec<u8>; 5]>::try_from(parts).unwrap();
        let sent = PasskeyAnswer { credential, client_data, authenticator_data, signature, user_handle };
        let field = String::from_utf8_lossy(&edited(written(&sent).into_bytes(), &edits)).into_owned();
        let read = PasskeyAnswer::parse(&field);
        if edits.is_empty() {
            prop_assert_eq!(written(read.as_ref().unwrap()), written(&sent));
        }
        if let Ok(read) = read {
            let again = PasskeyAnswer::parse(&written(&read)).unwrap();
            prop_assert_eq!(written(&again), written(&read));
        }
    }

    #[test]
    fn a_new_passkey_of_any_text_is_read_or_refused(parts in vec(bytes(24), 4), algorithm in any::<i64>(), edits in edits()) {
        let parts: Vec<String> = parts.iter().map(|part| base64url(part)).collect();
        let field = json!({
            "credential": parts[0], "client_data": parts[1], "authenticator_data": parts[2], "public_key": parts[3],
            "algorithm": algorithm,
        });
        let field = edited(field.to_string().into_bytes(), &edits);
        let read = NewPasskey::parse(&String::from_utf8_lossy(&field));
        if edits.is_empty() {
            prop_assert_eq!(read.is_ok(), i32::try_from(algorithm).is_ok());
        }
    }

    #[test]
    fn client_data_of_any_bytes_is_read_or_refused(noise in bytes(80), challenge in "[A-Za-z0-9_-]{0,12}", edits in edits()) {
        prop_assert!(client_data(&noise).is_none_or(|data| data.challenge().len() < noise.len()));
        let text = json!({"type": "webauthn.get", "challenge": challenge, "origin": "https://learn.example.org"});
        let read = client_data(&edited(text.to_string().into_bytes(), &edits));
        if edits.is_empty() {
            let read = read.unwrap();
            prop_assert_eq!(read.challenge(), challenge.as_str());
        }
    }

    #[test]
    fn a_key_is_read_only_for_its_algorithm_and_verifies_no_noise(which in 0..3_usize, as_algorithm in select(vec![-7, -8, -257, 0, -37]), edits in edits(), signature in bytes(80)) {
        let (own, der) = &KEYS[which];
        let changed = edited(der.clone(), &edits);
        let read = public_key::parse(as_algorithm, &changed);
        prop_assert!(read.is_err() || as_algorithm == *own, "a key of {} is none of {}", own, as_algorithm);
        if changed == *der {
            prop_assert_eq!(read.is_ok(), as_algorithm == *own);
        }
        if let Ok(key) = read {
            prop_assert!(key.verify_sig(b"message", &signature).is_err());
        }
    }

    #[test]
    fn a_key_of_any_bytes_is_refused(algorithm in select(public_key::ALGORITHMS.to_vec()), noise in bytes(400)) {
        prop_assert!(public_key::parse(algorithm, &noise).is_err() || noise.starts_with(&[0x30]));
    }
}

#[test]
fn keys_of_the_largest_size_are_accepted_and_longer_ones_are_not() {
    let rsa = RsaKeyPair::generate(KeySize::Rsa4096).unwrap();
    let der: PublicKeyX509Der<'_> = rsa.public_key().as_der().unwrap();
    assert!(public_key::parse(-257, der.as_ref()).is_ok());
    assert!(public_key::parse(-257, &[der.as_ref(), &[0; 2048]].concat()).is_err());
}
