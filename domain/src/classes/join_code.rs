//! Join codes: the six characters by which students find their class, and how the server reads a code that a student
//! has entered.

use super::credentials::{numbers, pick_below};
use crate::typing::{
    characters::{is_cyrillic, of_other_latin_layout, on_same_key, plain},
    digits::clear_french_digit,
};
use core::fmt;

pub const JOIN_CODE_LENGTH: usize = 6;
pub const JOIN_CODE_BYTES: usize = 8 * JOIN_CODE_LENGTH;

/// Capital letters and digits that people do not confuse with one another.
const JOIN_ALPHABET: &[u8; 25] = b"ACDEFGHJKLMNPQRTUVWXY3479";

/// Letters of the alphabet whose key on a Russian keyboard types a letter that looks like no character of a code. Every
/// new code contains one of them, so that a code that was typed with the Russian layout is not mistaken for a code that
/// was typed with letters that look alike.
const TELLING: &[u8; 9] = b"AGKLMQUWX";

/// Makes a new code. The caller must check that no class has the same code.
pub fn generate(random: [u8; JOIN_CODE_BYTES]) -> String {
    let picks: [u64; JOIN_CODE_LENGTH] = numbers(random);
    let mut code = picks.map(|pick| pick_from(JOIN_ALPHABET, pick));
    if !code.iter().any(|letter| TELLING.contains(letter)) {
        // The lower halves of the numbers have not been used yet.
        let place = pick_below(picks[0].rotate_left(32), JOIN_CODE_LENGTH as u64);
        code[place as usize] = pick_from(TELLING, picks[1].rotate_left(32));
    }
    code.map(char::from).iter().collect()
}

fn pick_from<const N: usize>(letters: &[u8; N], random: u64) -> u8 {
    letters[pick_below(random, N as u64) as usize]
}

/// A join code with the right form. It is possible that no class has this code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinCode(String);

impl JoinCode {
    /// Ignores case, spaces and dashes, and understands other keyboard layouts. Cyrillic letters that all look like
    /// characters of the alphabet are read as those; otherwise the code was typed with the Russian layout. Returns
    /// `None` for any other text.
    pub fn parse(typed: &str) -> Option<Self> {
        // A longer text is no typing mistake. The parser refuses it without reading it, so that a huge text costs no
        // time.
        if typed.len() > 128 {
            return None;
        }
        let typed = plain(typed);
        let looks_alike = typed
            .chars()
            .all(|typed| !is_cyrillic(typed) || is_of_alphabet(intended(typed)));
        // Only the key M of the other Latin layout types a comma or a semicolon.
        let is_other_layout = typed.contains([',', ';']) && !typed.chars().any(is_cyrillic);
        let mut code = String::with_capacity(JOIN_CODE_LENGTH);
        for typed in typed.chars() {
            let meant = match typed {
                ' ' | '-' | '_' | '.' | ')' => continue,
                cyrillic if is_cyrillic(cyrillic) && !looks_alike => on_same_key(cyrillic)?,
                _ if is_other_layout => of_other_latin_layout(typed),
                _ => typed,
            };
            let meant = intended(clear_french_digit(meant).unwrap_or(meant));
            if !is_of_alphabet(meant) || code.len() == JOIN_CODE_LENGTH {
                return None;
            }
            code.push(meant);
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

fn is_of_alphabet(character: char) -> bool {
    u8::try_from(character).is_ok_and(|byte| JOIN_ALPHABET.contains(&byte))
}

/// The character of the join alphabet that looks like the entered character, as a capital; other characters become
/// capitals only.
fn intended(typed: char) -> char {
    match typed.to_uppercase().next().unwrap_or(typed) {
        '0' | 'O' | 'О' => 'Q',
        '1' | 'I' | '|' | 'І' => 'L',
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
    fn a_russian_and_a_french_keyboard_layout_are_understood() {
        assert_eq!(parsed("р7лЬ4з").as_deref(), Some("H7KM4P"));
        assert_eq!(parsed("hèkm'p").as_deref(), Some("H7KM4P"));
        assert_eq!(parsed("Ｈ７Ｋ　Ｍ４Ｐ").as_deref(), Some("H7KM4P"));
        assert_eq!(parsed("zè,q'k").as_deref(), Some("W7MA4K"));
    }

    #[test]
    fn every_code_has_a_letter_that_tells_layouts_apart_and_none_is_likely() {
        let mut times = [0_u32; JOIN_CODE_LENGTH];
        for seed in 0..50_000_u64 {
            let mut random = [0; JOIN_CODE_BYTES];
            for (n, bytes) in random.chunks_mut(8).enumerate() {
                let number = (seed * 6 + n as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                bytes.copy_from_slice(
                    &(number ^ (number >> 31))
                        .wrapping_mul(0xBF58_476D_1CE4_E5B9)
                        .to_be_bytes(),
                );
            }
            let code = generate(random);
            let telling: Vec<usize> = code
                .bytes()
                .enumerate()
                .filter_map(|(place, letter)| TELLING.contains(&letter).then_some(place))
                .collect();
            assert!(!telling.is_empty(), "{code}");
            for place in telling {
                times[place] += 1;
            }
        }
        // 9 of 25 characters are telling. Replacing one place of the other codes adds about one in a hundred.
        for times in times {
            assert!((17_500..20_000).contains(&times), "{times}");
        }
        // The codes without a telling letter are seven of a hundred, so an attacker saves a tenth of a bit.
        let left = 1.0 - (16.0_f64 / 25.0).powi(6);
        assert!(left.log2() > -0.11);
        // The most likely codes are those with one telling letter: 16/54, less than a third, more likely than others.
    }

    #[test]
    fn no_telling_letter_is_typed_by_a_key_that_types_a_look_alike() {
        for key in ('а'..='я').chain(['ё']) {
            let latin = on_same_key(key).map(|latin| latin.to_ascii_uppercase() as u8);
            if latin.is_some_and(|latin| TELLING.contains(&latin)) {
                assert!(!is_of_alphabet(intended(key)), "{key}");
            }
        }
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
