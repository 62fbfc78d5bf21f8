//! Property tests of the headers that contain the token of a call: 100,000 inputs each, most of them almost valid.

use super::*;
use app::request::set_cookie_value;
use proptest::{collection::vec, prelude::*, sample::select};

const TOKEN: &[char] = &['e', 'y', 'J', 'A', '0', '9', '-', '_', '.', '='];
const NOISE: &[char] = &[
    ' ', '\t', ';', ',', '=', '"', ':', 'b', 'B', 'é', '\u{7f}', '\u{a0}', '😀',
];

fn cases() -> ProptestConfig {
    ProptestConfig {
        cases: 100_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn text_of(characters: &'static [char], most: usize) -> impl Strategy<Value = String> {
    vec(select(characters), 0..=most).prop_map(|characters| characters.into_iter().collect())
}

/// A header map with one header that has this text; `None` if a header value cannot contain the text.
fn headers(name: HeaderName, text: &str) -> Option<HeaderMap> {
    let value = HeaderValue::from_bytes(text.as_bytes()).ok()?;
    Some(HeaderMap::from_iter([(name, value)]))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_bearer_token_is_what_follows_the_word(word in select(vec!["Bearer", "bearer", "BEARER", "Bear", "Basic", ""]), gap in select(vec![" ", "  ", "", "\t"]), token in text_of(TOKEN, 40), noise in text_of(NOISE, 3)) {
        let text = format!("{word}{gap}{token}{noise}");
        let Some(headers) = headers(header::AUTHORIZATION, &text) else { return Ok(()) };
        let found = tokens(&headers, &[ACCESS]);
        prop_assert!(found.len() <= 1);
        if let Some(found) = found.first() {
            prop_assert!(text.to_lowercase().starts_with("bearer "), "{:?} was accepted", text);
            prop_assert!(text.ends_with(found) || text.trim_end().ends_with(found.as_str()));
            prop_assert_eq!(found.trim(), found);
        }
        if word.eq_ignore_ascii_case("bearer") && gap == " " && noise.is_empty() {
            prop_assert_eq!(found, [token]);
        }
    }

    #[test]
    fn a_header_is_never_completed_from_a_cookie(text in text_of(NOISE, 12), token in text_of(TOKEN, 20)) {
        let Some(mut headers) = headers(header::AUTHORIZATION, &text) else { return Ok(()) };
        headers.insert(header::COOKIE, format!("{ACCESS}={token}x").parse().unwrap());
        prop_assert!(!tokens(&headers, &[ACCESS]).contains(&format!("{token}x")), "{:?}", text);
    }

    #[test]
    fn a_cookie_is_read_back_whatever_stands_around_it(https in any::<bool>(), token in "[A-Za-z0-9._-]{1,30}", before in text_of(NOISE, 6), after in text_of(NOISE, 6)) {
        let line = set_cookie_value(https, "token", &token, Duration::from_secs(60));
        let pair = line.split(';').next().unwrap();
        let Some(headers) = headers(header::COOKIE, &format!("{before}; {pair};{after}")) else { return Ok(()) };
        // One character that is not ASCII makes the whole header unreadable.
        let expected = headers[header::COOKIE].to_str().is_ok().then_some(token);
        prop_assert_eq!(cookie(&headers, "token"), expected);
    }

    #[test]
    fn a_cookie_is_a_part_of_the_header_without_separators(line in text_of(NOISE, 20), name in select(vec!["b", "bb", ACCESS])) {
        let text = format!("{line}{name}={line}");
        let Some(headers) = headers(header::COOKIE, &text) else { return Ok(()) };
        if let Some(value) = cookie(&headers, name) {
            prop_assert!(!value.contains(';') && value.trim_end() == value && text.contains(&value));
        }
    }
}
