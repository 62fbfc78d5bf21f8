//! Property tests for parsing tokens from the network: each test has 100,000 inputs, most of them a valid token with a
//! few edits.

use super::*;
use proptest::{collection::vec, prelude::*, sample::select};
use std::sync::LazyLock;

const CHARACTERS: &[u8] = b"AaeEyJZz09-_.=+/ \0";

static KEYS: LazyLock<TokenKeys> = LazyLock::new(|| TokenKeys::parse(&TokenKeys::generate().unwrap(), "").unwrap());
static TOKEN: LazyLock<String> = LazyLock::new(|| KEYS.sign(&tests::claims()).unwrap());

fn cases() -> ProptestConfig {
    ProptestConfig {
        cases: 100_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn edited(edits: &[(u8, u16, u8)]) -> String {
    let mut token = TOKEN.clone().into_bytes();
    for (kind, at, character) in edits {
        let at = usize::from(*at) % token.len();
        match kind % 3 {
            0 => token.insert(at, *character),
            1 => token[at] = *character,
            _ => {
                token.remove(at);
            }
        }
    }
    String::from_utf8(token).unwrap()
}

fn is_opened(token: &str) -> bool {
    KEYS.open(token, "stepwise", "stepwise-api").is_some()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_token_with_any_change_is_refused(edits in vec((any::<u8>(), any::<u16>(), select(CHARACTERS)), 1..4)) {
        let token = edited(&edits);
        prop_assert_eq!(is_opened(&token), token == *TOKEN, "{}", token);
    }

    #[test]
    fn an_unsigned_token_is_refused(header in vec(any::<u8>(), 0..40), claims in vec(any::<u8>(), 0..40), signature in vec(any::<u8>(), 0..12), own_parts in 0..4) {
        let part = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        let (header, claims, signature) = (part(&header), part(&claims), part(&signature));
        let (own_header, own_rest) = TOKEN.split_once('.').unwrap();
        let (own_claims, own_signature) = own_rest.split_once('.').unwrap();
        let token = match own_parts {
            0 => format!("{header}.{claims}.{signature}"),
            1 => format!("{own_header}.{claims}.{own_signature}"),
            2 => format!("{header}.{own_claims}.{own_signature}"),
            _ => format!("{own_header}.{own_claims}.{signature}"),
        };
        prop_assert!(!is_opened(&token), "{}", token);
    }
}
