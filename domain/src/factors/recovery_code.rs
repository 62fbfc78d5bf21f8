//! Recovery codes: ten single-use codes of 80 bits, written in four groups of four characters.

use crate::typing::{
    characters::{of_other_latin_layout, on_same_key, plain},
    digits::french_digit,
};
use core::fmt;

pub const RECOVERY_CODE_COUNT: usize = 10;
pub const RECOVERY_CODE_BYTES: usize = 10;
/// Crockford's Base32 alphabet. It has no i, l and o, which look like digits, and no u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 16;
/// Maximum number of characters of a code that the user enters, including spaces and dashes.
const MAX_TYPED_LENGTH: usize = 64;

/// The sixteen characters of a code in lower case, without dashes.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; LENGTH]);

impl RecoveryCode {
    pub fn from_random(random: [u8; RECOVERY_CODE_BYTES]) -> Self {
        let mut letters = [0; LENGTH];
        let (mut bits, mut held, mut next) = (0_u32, 0_u32, 0);
        for byte in random {
            bits = (bits << 8) | u32::from(byte);
            held += 8;
            while held >= 5 {
                held -= 5;
                letters[next] = ALPHABET[((bits >> held) & 31) as usize];
                next += 1;
            }
        }
        Self(letters)
    }

    /// Ignores case, spaces and dashes, and reads `o` as 0, `i` and `l` as 1. Understands the Russian keyboard layout
    /// and digits that were typed on a French keyboard without the shift key.
    pub fn parse(typed: &str) -> Option<Self> {
        // A longer text is refused as a whole. Otherwise a right code would be accepted with any text after it.
        if typed.chars().nth(MAX_TYPED_LENGTH).is_some() {
            return None;
        }
        let typed: String = plain(typed).chars().filter(|c| *c != ' ').collect();
        let layout = Layout::of(&typed);
        let mut letters = [0; LENGTH];
        let mut count = 0;
        let mut after_separator = true;
        for character in typed.chars() {
            let between_groups = count % 4 == 0 && !after_separator;
            if layout.is_separator(character, between_groups) {
                after_separator = true;
                continue;
            }
            after_separator = false;
            let letter = match layout.meant(character) {
                'o' => '0',
                'i' | 'l' => '1',
                other => other,
            };
            let byte = u8::try_from(letter).ok().filter(|byte| ALPHABET.contains(byte))?;
            *letters.get_mut(count)? = byte;
            count += 1;
        }
        (count == LENGTH).then_some(Self(letters))
    }

    /// The bytes whose HMAC the database stores.
    pub const fn bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }
}

/// How a code was typed. The text itself tells it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// With an English or a Russian keyboard. A hyphen separates groups.
    Usual,
    /// With a French keyboard, without the shift key for digits. A hyphen is the digit 6, or separates groups.
    French { hyphens_separate: bool },
    /// Like `French`, on the keys of an English keyboard: letters are exchanged, a hyphen is the digit 6, and a closing
    /// parenthesis separates groups.
    FrenchOnEnglishKeys,
}

impl Layout {
    /// `typed` contains no spaces.
    fn of(typed: &str) -> Self {
        let hyphens = typed.matches('-').count();
        let others = typed.chars().count() - hyphens;
        if typed.contains([')', ',', ';']) {
            Self::FrenchOnEnglishKeys
        } else if others >= LENGTH || typed.bytes().any(|byte| byte.is_ascii_digit()) {
            Self::Usual
        } else {
            Self::French {
                hyphens_separate: others + hyphens > LENGTH,
            }
        }
    }

    fn is_separator(self, character: char, between_groups: bool) -> bool {
        match self {
            Self::Usual => character == '-',
            Self::French { hyphens_separate } => character == '-' && hyphens_separate && between_groups,
            Self::FrenchOnEnglishKeys => character == ')',
        }
    }

    fn meant(self, character: char) -> char {
        let letter = on_same_key(character).unwrap_or(character);
        match self {
            Self::FrenchOnEnglishKeys => french_digit(letter).unwrap_or_else(|| of_other_latin_layout(letter)),
            _ => french_digit(letter).unwrap_or(letter),
        }
    }
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, letter) in self.0.iter().enumerate() {
            if n > 0 && n % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*letter))?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(····)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eighty_bits_in_four_groups_of_four() {
        let code = RecoveryCode::from_random([0xFF, 0, 0xAA, 0x55, 1, 2, 3, 4, 5, 6]);
        let text = code.to_string();
        assert_eq!(text.len(), 19);
        assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [4, 4, 4, 4]);
        assert_eq!(RecoveryCode::parse(&text), Some(code));
    }

    #[test]
    fn every_bit_of_the_randomness_is_used() {
        let zero = RecoveryCode::from_random([0; RECOVERY_CODE_BYTES]);
        for bit in 0..80 {
            let mut random = [0; RECOVERY_CODE_BYTES];
            random[bit / 8] = 1 << (bit % 8);
            assert_ne!(RecoveryCode::from_random(random), zero, "bit {bit}");
        }
    }

    #[test]
    fn other_keyboard_layouts_are_understood() {
        let code = RecoveryCode::parse("k7qm-2xnp-w466-h9dc");
        assert!(code.is_some());
        for typed in [
            "л7йь-2чтз-ц466-р9вс",
            "Л7ЙЬ 2ЧТЗ Ц466 Р9ВС",
            "k７qm–2xnp−w466—h9dc",
            "kèqm-éxnp-w'---hçdc",
            "kèqméxnpw'--hçdc",
            "kèqm éxnp w'-- hçdc",
            "kèa,)éxnp)z'--)hçdc",
        ] {
            assert!(RecoveryCode::parse(typed) == code, "{typed}");
        }
    }

    #[test]
    fn typed_by_hand_it_is_still_the_code() {
        let code = RecoveryCode::parse("0101-abcd-efgh-jkmn");
        assert!(code.is_some());
        assert_eq!(RecoveryCode::parse(" OlOI abcd EFGH-JKMN "), code);
        let goes_on = format!("0101-abcd-efgh-jkmn{}!", " ".repeat(50));
        for wrong in [
            "",
            &goes_on,
            "0101-abcd-efgh-jkm",
            "0101-abcd-efgh-jkmnp",
            "u101-abcd-efgh-jkmn",
            "ж101-abcd-efgh-jkmn",
        ] {
            assert_eq!(RecoveryCode::parse(wrong), None, "{wrong}");
        }
    }
}
