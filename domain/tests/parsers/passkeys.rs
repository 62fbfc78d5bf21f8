//! Property tests of what browsers write into the answers of passkeys, and of personal access tokens.

use crate::input::{almost, cases, pattern};
use domain::{
    passkey::{Ceremony, ClientData, Expected, passkey_name},
    personal_token::{PREFIX, is_well_formed},
};
use proptest::prelude::*;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

const EXPECTED: Expected<'_> = Expected {
    ceremony: Ceremony::Get,
    challenge: "Y2hhbGxlbmdl",
    origin: "https://learn.example.org",
};

const CLIENT_DATA: &str = "\\{\"type\":\"webauthn\\.(get|create)\",\"challenge\":\"Y2hhbGxlbmdl\",\
    \"origin\":\"https://learn\\.example\\.org(/|:443|\\.evil\\.example)?\"\
    (,\"crossOrigin\":(true|false|null|0|\"\"))?(,\"topOrigin\":(\"\"|null|\"https://evil\\.example\"))?\
    (,\"type\":\"webauthn\\.get\")?(,\"other\":[1-9]{0,2})?\\}";

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn client_data_is_accepted_with_the_expected_members_only(typed in almost(pattern(CLIENT_DATA))) {
        let Ok(data) = serde_json::from_str::<ClientData>(&typed) else { return Ok(()) };
        if data.check(EXPECTED).is_err() {
            return Ok(());
        }
        let members: Value = serde_json::from_str(&typed).unwrap();
        prop_assert_eq!(&members["type"], "webauthn.get");
        prop_assert_eq!(&members["challenge"], EXPECTED.challenge);
        prop_assert_eq!(&members["origin"], EXPECTED.origin);
        prop_assert!(matches!(members["crossOrigin"], Value::Null | Value::Bool(false)), "{}", typed);
        prop_assert!(members["topOrigin"].is_null(), "{}", typed);
    }

    #[test]
    fn a_name_of_a_passkey_is_cleaned_once(typed in almost(pattern("[A-Za-zА-я ]{1,40}"))) {
        if let Some(name) = passkey_name(&typed) {
            prop_assert!((1..=40).contains(&name.graphemes(true).count()) && name.chars().count() <= 160);
            prop_assert!(!name.chars().any(char::is_control));
            prop_assert_eq!(passkey_name(&name), Some(name));
        }
    }

    #[test]
    fn a_personal_token_has_one_form(typed in almost(pattern("stepwise_pat_[A-Za-z0-9_-]{43}"))) {
        let secret = typed.strip_prefix(PREFIX);
        let is_secret = |secret: &str| {
            secret.len() == 43 && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        };
        prop_assert_eq!(is_well_formed(&typed), secret.is_some_and(is_secret));
    }
}
