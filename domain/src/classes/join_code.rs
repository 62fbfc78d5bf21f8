//! Join codes: the six characters by which students find their class, and how the server reads a code that a student
//! has entered.

use super::credentials::{numbers, pick_below};
use core::fmt;

pub const JOIN_CODE_LENGTH: usize = 6;
pub const JOIN_CODE_BYTES: usize = 8 * JOIN_CODE_LENGTH;

/// Capital letters and digits that people do not confuse with one another.
const JOIN_ALPHABET: &[u8; 25] = b"ACDEFGHJKLMNPQRTUVWXY3479";

/// Makes a new code. The caller must check that no class has the same code.
pub fn generate(random: [u8; JOIN_CODE_BYTES]) -> String {
    let picks: [u64; JOIN_CODE_LENGTH] = numbers(random);
    picks
        .map(|pick| char::from(JOIN_ALPHABET[pick_below(pick, JOIN_ALPHABET.len() as u64) as usize]))
        .iter()
        .collect()
}

/// A join code with the right form. It is possible that no class has this code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinCode(String);

impl JoinCode {
    /// Ignores case, spaces and dashes. A character that looks like a character of the alphabet, such as a Russian
    /// letter, is replaced by that character. Returns `None` for any other text.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut code = String::with_capacity(JOIN_CODE_LENGTH);
        // A longer text is no typing mistake. The parser refuses it without reading it, so that a huge text costs no
        // time.
        if typed.len() > 128 {
            return None;
        }
        for typed in typed.chars() {
            if typed.is_whitespace() || matches!(typed, '-' | '_' | '.' | '\u{2010}'..='\u{2015}') {
                continue;
            }
            let intended = intended(typed.to_uppercase().next().unwrap_or(typed));
            if !intended.is_ascii() || !JOIN_ALPHABET.contains(&(intended as u8)) || code.len() == JOIN_CODE_LENGTH {
                return None;
            }
            code.push(intended);
        }
        (code.len() == JOIN_CODE_LENGTH).then_some(Self(code))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Writes the code in two halves (`H7K M4P`), which are easier to read aloud and to remember.
impl fmt::Display for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&in_halves(&self.0))
    }
}

/// Splits a code into the two halves that pages show.
pub fn in_halves(code: &str) -> String {
    match code.split_at_checked(JOIN_CODE_LENGTH / 2) {
        Some((first, second)) => format!("{first} {second}"),
        None => code.to_owned(),
    }
}

/// The character of the join alphabet that looks like the entered character; other characters stay as they are.
const fn intended(typed: char) -> char {
    match typed {
        '0' | 'O' | 'О' => 'Q',
        '1' | 'I' | '|' => 'L',
        '2' | 'Z' => '7',
        '6' => 'G',
        '8' | 'B' | 'З' | 'В' => '3',
        'А' => 'A',
        'С' => 'C',
        'Е' | 'Ё' => 'E',
        'Н' => 'H',
        'К' => 'K',
        'М' => 'M',
        'Р' => 'P',
        'Т' => 'T',
        'У' => 'Y',
        'Х' => 'X',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(typed: &str) -> Option<String> {
        JoinCode::parse(typed).map(|code| code.as_str().to_owned())
    }

    #[test]
    fn case_spaces_and_dashes_do_not_matter() {
        for typed in ["H7KM4P", "h7k m4p", " H7K-M4P ", "h7k–m4p", "H 7 K\u{a0}M 4 P"] {
            assert_eq!(parsed(typed).as_deref(), Some("H7KM4P"), "{typed:?}");
        }
        assert_eq!(JoinCode::parse("h7km4p").unwrap().to_string(), "H7K M4P");
    }

    #[test]
    fn look_alikes_and_a_russian_keyboard_are_understood() {
        assert_eq!(parsed("Н7КМ4Р").as_deref(), Some("H7KM4P"));
        assert_eq!(parsed("аcеxтy").as_deref(), Some("ACEXTY"));
        assert_eq!(parsed("0I8Z6w").as_deref(), Some("QL37GW"));
    }

    #[test]
    fn every_code_of_ours_is_taken_as_it_is() {
        for seed in 0..=255_u8 {
            let code = generate(core::array::from_fn(|n| {
                seed.wrapping_mul(31).wrapping_add((n as u8).wrapping_mul(97))
            }));
            assert_eq!(parsed(&code), Some(code.clone()));
            assert_eq!(parsed(&code.to_lowercase()), Some(code));
        }
    }

    #[test]
    fn anything_else_is_no_code() {
        let flood = "A".repeat(10_000);
        for typed in ["", "H7KM4", "H7KM4PA", "H7KM45", "H7KM4Ж", "H7KM4=", "😀", &flood] {
            assert_eq!(parsed(typed), None, "{typed:.20?}");
        }
    }

    #[test]
    fn a_join_code_has_six_easy_characters() {
        for seed in 0..=255_u8 {
            let code = generate(core::array::from_fn(|n| {
                seed.wrapping_mul(31).wrapping_add((n as u8).wrapping_mul(97))
            }));
            assert_eq!(code.len(), JOIN_CODE_LENGTH);
            assert!(code.bytes().all(|byte| JOIN_ALPHABET.contains(&byte)));
        }
        for confusable in *b"O0I1LSBZ2568" {
            assert!(
                confusable == b'L' || !JOIN_ALPHABET.contains(&confusable),
                "{}",
                char::from(confusable)
            );
        }
    }
}
