//! Six-digit codes: how the server parses and compares them, and keeps them out of logs.

use crate::typing::{characters::plain, digits::french_digit};
use core::fmt;
use subtle::ConstantTimeEq;
use thiserror::Error;

#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Code([u8; 6]);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a code is six digits")]
pub struct NotACode;

impl Code {
    /// Skips spaces and dashes, which users copy together with the digits, and understands full-width digits and digits
    /// that were typed on a French keyboard without the shift key. Any other character is an error.
    pub fn parse(typed: &str) -> Result<Self, NotACode> {
        // A longer text is no typing mistake, and a huge text must cost no time.
        if typed.chars().nth(64).is_some() {
            return Err(NotACode);
        }
        let typed = plain(typed);
        let hyphens = typed.matches('-').count();
        let others = typed.chars().filter(|c| !matches!(c, '-' | ' ')).count();
        let is_french = !typed.bytes().any(|byte| byte.is_ascii_digit());
        // A French keyboard types a hyphen for the digit 6.
        let hyphens_are_digits = is_french && others + hyphens == 6;
        let mut digits = [0; 6];
        let mut count = 0;
        for character in typed.chars() {
            let digit = match character {
                ' ' => continue,
                '-' if !hyphens_are_digits => continue,
                '0'..='9' => character,
                other => french_digit(other).filter(|_| is_french).ok_or(NotACode)?,
            };
            *digits.get_mut(count).ok_or(NotACode)? = digit as u8;
            count += 1;
        }
        (count == digits.len()).then_some(Self(digits)).ok_or(NotACode)
    }

    pub(crate) fn from_number(number: u32) -> Self {
        let mut digits = [b'0'; 6];
        let mut rest = number;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        Self(digits)
    }

    /// Makes a random code for a mail or a text message. All million codes are practically equally likely: the bias of
    /// the modulo operation is below one in 10^13.
    pub fn from_random(random: [u8; 8]) -> Self {
        let number = u64::from_be_bytes(random) % 1_000_000;
        Self::from_number(u32::try_from(number).unwrap_or_default())
    }

    /// Compares two codes in constant time.
    pub fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }

    pub fn as_str(&self) -> &str {
        // Always valid UTF-8: the bytes are ASCII digits.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Hides the digits, so that debug output cannot carry a code into a log.
impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(······)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_dashes_are_fine() {
        for typed in [
            "123456",
            " 123 456 ",
            "12-34-56",
            "123\u{a0}456",
            "123–456",
            "１２３４５６",
            "&é\"'(-",
            "&é\" '(-",
        ] {
            assert_eq!(
                Code::parse(typed).map(|code| code.as_str().to_owned()),
                Ok("123456".into()),
                "{typed:?}"
            );
        }
    }

    #[test]
    fn letters_other_lengths_other_scripts_and_floods_are_not() {
        let flood = "1".repeat(10_000);
        let spaces = format!("123456{}", " ".repeat(10_000));
        for typed in [
            "",
            "12345",
            "1234567",
            "12345a",
            "&é\"'(--",
            "١٢٣٤٥٦",
            "12+456",
            &flood,
            &spaces,
        ] {
            assert_eq!(Code::parse(typed), Err(NotACode), "{:.20?}", typed);
        }
    }

    #[test]
    fn numbers_keep_their_zeros() {
        assert_eq!(Code::from_number(42).as_str(), "000042");
        assert!(!format!("{:?}", Code::from_number(123_456)).contains("123456"));
        assert_eq!(Code::from_random([0, 0, 0, 0, 0, 0, 0, 7]).as_str(), "000007");
        assert_eq!(Code::from_random([0xff; 8]).as_str(), "551615");
    }
}
