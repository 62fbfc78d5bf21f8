//! Property tests of one-time codes, recovery codes and join codes.

use crate::input::{almost, cases};
use domain::{
    code::Code,
    join_code::{self, JOIN_CODE_BYTES, JoinCode},
    recovery_code::{RECOVERY_CODE_BYTES, RecoveryCode},
};
use proptest::{array, prelude::*};

const DIGITS: &[char] = &['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}')
}

/// Without an ASCII digit, a text can have been typed in another way: with full-width digits, or on a French keyboard.
fn has_digits(typed: &str) -> bool {
    typed.bytes().any(|byte| byte.is_ascii_digit())
}

fn recovery_code() -> impl Strategy<Value = String> + Clone {
    any::<u128>().prop_map(|random| {
        let bytes: [u8; RECOVERY_CODE_BYTES] = random.to_le_bytes()[..RECOVERY_CODE_BYTES].try_into().unwrap();
        RecoveryCode::from_random(bytes).to_string()
    })
}

fn class_code() -> impl Strategy<Value = String> + Clone {
    array::uniform6(any::<u64>()).prop_map(|random| {
        let bytes: Vec<u8> = random.iter().flat_map(|number| number.to_be_bytes()).collect();
        let bytes: [u8; JOIN_CODE_BYTES] = bytes.try_into().unwrap();
        join_code::generate(bytes)
    })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_one_time_code_is_six_digits_and_separators(typed in almost(crate::input::text_of(DIGITS, 6..=6))) {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let only_separators = typed.chars().all(|c| c.is_ascii_digit() || is_separator(c));
        match Code::parse(&typed) {
            Ok(code) => {
                let is_other = typed.chars().any(|c| !c.is_ascii_digit() && !is_separator(c)) || !has_digits(&typed);
                prop_assert!(typed.chars().count() <= 64 && code.as_str().len() == 6, "{:?} was accepted", typed);
                prop_assert!(is_other || code.as_str() == digits);
                prop_assert_eq!(Code::parse(code.as_str()), Ok(code));
            }
            Err(_) => prop_assert!(!only_separators || digits.len() != 6 || typed.chars().count() > 64, "{:?} was refused", typed),
        }
    }

    #[test]
    fn a_recovery_code_is_sixteen_characters_and_separators(typed in almost(recovery_code())) {
        if let Some(code) = RecoveryCode::parse(&typed) {
            let has_no_width = |c: &char| matches!(c, '\u{200b}' | '\u{200f}' | '\u{feff}');
            let characters = typed.chars().filter(|c| !is_separator(*c) && !has_no_width(c) && *c != ')');
            prop_assert!(typed.chars().count() <= 64, "{:?} was accepted", typed);
            prop_assert!(characters.count() <= 16, "{:?} was accepted", typed);
            let shown = code.to_string();
            prop_assert_eq!(shown.len(), 19);
            prop_assert!(code.bytes().iter().all(|byte| b"0123456789abcdefghjkmnpqrstvwxyz".contains(byte)));
            prop_assert_eq!(RecoveryCode::parse(&shown), Some(code.clone()));
            prop_assert_eq!(RecoveryCode::parse(&shown.to_uppercase()), Some(code));
        }
    }

    #[test]
    fn every_recovery_code_is_read_back(shown in recovery_code(), spaces in 0..40_usize) {
        let code = RecoveryCode::parse(&shown).unwrap();
        prop_assert_eq!(code.to_string(), shown.as_str());
        prop_assert_eq!(RecoveryCode::parse(&shown.replace('-', "")), Some(code.clone()));
        prop_assert_eq!(RecoveryCode::parse(&format!("{}{shown}", " ".repeat(spaces))), Some(code));
    }

    #[test]
    fn a_join_code_is_six_characters_of_its_alphabet(typed in almost(class_code())) {
        if let Some(code) = JoinCode::parse(&typed) {
            prop_assert!(typed.len() <= 128, "{:?} was accepted", typed);
            prop_assert_eq!(code.as_str().len(), 6);
            prop_assert!(code.as_str().bytes().all(|byte| b"ACDEFGHJKLMNPQRTUVWXY3479".contains(&byte)));
            prop_assert_eq!(JoinCode::parse(code.as_str()), Some(code.clone()));
            prop_assert_eq!(JoinCode::parse(&code.to_string()), Some(code));
        }
    }

    #[test]
    fn every_join_code_is_read_back(code in class_code()) {
        let read = JoinCode::parse(&code).unwrap();
        prop_assert_eq!(read.as_str(), &code);
        prop_assert_eq!(JoinCode::parse(&code.to_lowercase()), Some(read));
    }
}
