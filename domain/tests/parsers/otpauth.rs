//! Property tests of the `otpauth://` URI in a QR code, and of the key that users enter into an app by hand.

use crate::input::{almost, cases, pattern};
use domain::totp::{SECRET_BYTES, TotpSecret, otpauth_uri, parse_otpauth_uri};
use proptest::prelude::*;

fn secret() -> impl Strategy<Value = TotpSecret> + Clone {
    any::<(u128, u32)>().prop_map(|(most, rest)| {
        let bytes: Vec<u8> = most.to_be_bytes().into_iter().chain(rest.to_be_bytes()).collect();
        let bytes: [u8; SECRET_BYTES] = bytes.try_into().unwrap();
        TotpSecret::from_bytes(bytes)
    })
}

fn address() -> impl Strategy<Value = String> + Clone {
    (pattern("[A-Za-z ]{1,10}"), pattern("[a-z]{2,8}-[0-9]{4,6}"), secret())
        .prop_map(|(issuer, login, secret)| otpauth_uri(&issuer, &login, &secret))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_address_is_read_back(issuer in pattern("[A-Za-z :&?=%]{1,10}"), login in pattern("[a-z]{2,8}-[0-9]{4,6}"), secret in secret()) {
        let uri = otpauth_uri(&issuer, &login, &secret);
        prop_assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()));
        prop_assert_eq!(parse_otpauth_uri(&uri), Some((login, secret)));
    }

    #[test]
    fn an_address_is_read_only_with_a_whole_key(uri in almost(address())) {
        if let Some((login, secret)) = parse_otpauth_uri(&uri) {
            prop_assert!(uri.starts_with("otpauth://totp/"));
            prop_assert!(login.len() < uri.len() && !login.contains([':', '?']));
            let key = uri.split("secret=").nth(1).unwrap().split('&').next().unwrap();
            prop_assert_eq!(TotpSecret::from_base32(key), Some(secret));
        }
    }

    #[test]
    fn a_key_is_32_characters_of_base32_and_separators(typed in almost(secret().prop_map(|secret| secret.to_base32()))) {
        if let Some(secret) = TotpSecret::from_base32(&typed) {
            let characters: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
            prop_assert_eq!(characters.to_ascii_uppercase(), secret.to_base32(), "{:?} was accepted", typed);
            prop_assert!(typed.chars().count() <= 128);
            prop_assert_eq!(TotpSecret::from_base32(&secret.to_base32().to_lowercase()), Some(secret));
        }
    }
}
