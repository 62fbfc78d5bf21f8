//! Property tests of names, e-mail addresses and passwords that users enter, and of headers that name a language or a
//! browser.

use crate::input::{almost, cases, noise, pattern, text_of};
use domain::{
    credentials::{is_student_login, normalise_name},
    locale::Locale,
    registration::{KnownNames, MAX_EMAIL, MAX_USERNAME, MIN_USERNAME, email, password, username},
    user_agent::browser_name,
};
use proptest::prelude::*;

const LOGIN: &[char] = &['a', 'k', 'z', '-', '0', '4', '8', '9', 'K', ' '];
const ADDRESS: &[char] = &['a', 'Z', '7', '.', '.', '-', '+', '@', '\'', '%'];
const LANGUAGES: &[char] = &[
    'e', 'n', 'r', 'u', 'f', 'r', '-', '_', ',', ';', 'q', '=', '0', '.', '9', '*', ' ',
];

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_name_is_normalised_once(typed in almost(text_of(LOGIN, 0..=20))) {
        let name = normalise_name(&typed);
        prop_assert!(name.chars().count() <= 254);
        prop_assert_eq!(name.trim(), &name);
        prop_assert_eq!(normalise_name(&name), name.as_str());
        prop_assert_eq!(normalise_name(&format!(" {typed}\n")), name);
    }

    #[test]
    fn a_student_login_is_a_word_and_digits(typed in almost(pattern("[a-z]{0,6}-[0-9]{3,7}"))) {
        if is_student_login(&typed) {
            let (word, digits) = typed.split_once('-').unwrap();
            prop_assert!(!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()));
            prop_assert!((4..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()));
            prop_assert_eq!(normalise_name(&typed), typed.as_str());
            prop_assert!(username(&typed).is_err(), "a member could be called {}", typed);
        }
    }

    #[test]
    fn a_username_is_stored_in_one_form(typed in almost(text_of(LOGIN, 0..=45))) {
        if let Ok(name) = username(&typed) {
            prop_assert!((MIN_USERNAME..=MAX_USERNAME).contains(&name.len()));
            prop_assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte)));
            prop_assert!(!is_student_login(&name));
            prop_assert_eq!(normalise_name(&typed), name.as_str());
            prop_assert_eq!(username(&name), Ok(name));
        }
    }

    #[test]
    fn an_email_address_is_stored_in_one_form(typed in almost((text_of(ADDRESS, 0..=6), text_of(ADDRESS, 0..=20)).prop_map(|(a, b)| format!("a{a}@{b}.org")))) {
        if let Ok(address) = email(&typed) {
            prop_assert!(address.len() <= MAX_EMAIL);
            prop_assert!(address.bytes().all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase() && !b"<>(),;:\\\"[]".contains(&byte)));
            prop_assert_eq!(address.matches('@').count(), 1);
            prop_assert_eq!(email(&address), Ok(address));
        }
    }

    #[test]
    fn a_password_of_any_characters_is_judged(typed in noise(), name in noise()) {
        let length = typed.chars().count();
        let known = KnownNames { username: &name, ..KnownNames::default() };
        if password(&typed, known).is_ok() {
            prop_assert!((8..=128).contains(&length));
            prop_assert!(typed.to_lowercase() != name);
        }
    }

    #[test]
    fn any_list_of_languages_chooses_one(cookie in proptest::option::of(text_of(LANGUAGES, 0..=8)), header in almost(text_of(LANGUAGES, 0..=40))) {
        let chosen = Locale::choose(cookie.as_deref(), None, Some(&header));
        if let Some(known) = cookie.as_deref().and_then(Locale::from_tag) {
            prop_assert_eq!(chosen, known);
        }
    }

    #[test]
    fn the_user_agent_header_is_never_shown(header in almost(pattern("Mozilla/5.0 \\((Windows|iPhone|Linux)\\) (Firefox|Edg|Safari)/[0-9]{1,3}<script>"))) {
        let name = browser_name(&header);
        prop_assert!(name.len() <= 40 && name.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | ',')), "{}", name);
    }
}
