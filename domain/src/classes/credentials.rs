//! Logins and passwords of students. They are made of words that a teacher can read out and a child can type.

use super::word_lists;
use crate::validate::MAX_NAME;

/// Number of random bytes that one login needs, and that one password needs.
pub const LOGIN_BYTES: usize = 16;
pub const PASSWORD_BYTES: usize = 24;
/// Makes a login such as `kestrel-4821`. The caller passes more than four digits when too many logins with four digits
/// exist.
pub fn student_login(random: [u8; LOGIN_BYTES], digits: u32) -> String {
    let [word, number] = numbers(random);
    let names = &word_lists::for_logins().words;
    let name = names[pick_below(word, names.len() as u64) as usize];
    let digits = digits.clamp(LOGIN_DIGITS.0 as u32, LOGIN_DIGITS.1 as u32);
    let lowest = 10_u64.pow(digits - 1);
    format!("{name}-{}", lowest + pick_below(number, 9 * lowest))
}

pub(crate) const LOGIN_DIGITS: (usize, usize) = (4, 6);
pub(crate) const PASSWORD_DIGITS: usize = 4;

/// Whether a name has the form of a student login, even if no such student exists. The form decides how a sign-in
/// checks the password.
pub fn is_student_login(name: &str) -> bool {
    name.split_once('-').is_some_and(|(word, digits)| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_lowercase())
            && (LOGIN_DIGITS.0..=LOGIN_DIGITS.1).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// For example `amber-otter-4821`: two words from a list of 1024 and four digits, together 33 bits.
pub fn student_password(random: [u8; PASSWORD_BYTES]) -> String {
    let [first, second, number] = numbers(random);
    let words = &word_lists::for_passwords().words;
    let count = words.len() as u64;
    format!(
        "{}-{}-{:04}",
        words[pick_below(first, count) as usize],
        words[pick_below(second, count) as usize],
        pick_below(number, 10_000)
    )
}

/// Normalises a name that the user has entered, for the search and for the counter of wrong answers: removes the spaces
/// and capitals that phones add.
pub fn normalise_name(typed: &str) -> String {
    let lower = typed.trim().chars().flat_map(char::to_lowercase);
    let mut name: String = lower.take(MAX_NAME).collect();
    // `take` can cut the name after a space.
    name.truncate(name.trim_end().len());
    name
}

/// Splits random bytes into numbers of eight bytes each.
pub(super) fn numbers<const BYTES: usize, const N: usize>(random: [u8; BYTES]) -> [u64; N] {
    const { assert!(BYTES == 8 * N) };
    core::array::from_fn(|n| core::array::from_fn(|byte| random[8 * n + byte])).map(u64::from_be_bytes)
}

/// Maps 64 random bits evenly onto `0..limit` (the unevenness is below one in 2^49 for the limits used here).
pub(crate) fn pick_below(random: u64, limit: u64) -> u64 {
    ((u128::from(random) * u128::from(limit)) >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<const N: usize>(seed: u8) -> [u8; N] {
        core::array::from_fn(|n| seed.wrapping_mul(31).wrapping_add((n as u8).wrapping_mul(97)))
    }

    #[test]
    fn a_login_has_the_shape_that_members_may_not_have() {
        for seed in 0..=255 {
            for digits in 4..=6 {
                let login = student_login(bytes(seed), digits);
                assert!(is_student_login(&login), "{login}");
            }
        }
        for name in [
            "alice",
            "kestrel-482",
            "kestrel-4821567",
            "Kestrel-4821",
            "a-b-4821",
            "-4821",
            "kestrel-48x1",
            "4821",
        ] {
            assert!(!is_student_login(name), "{name}");
        }
    }

    #[test]
    fn the_ends_of_the_range_are_inside() {
        let login = student_login([0xFF; LOGIN_BYTES], 4);
        assert!(login.ends_with("-9999"), "{login}");
        assert!(student_login([0; LOGIN_BYTES], 4).ends_with("-1000"));
        assert!(student_password([0xFF; PASSWORD_BYTES]).ends_with("-9999"));
        assert!(student_password([0; PASSWORD_BYTES]).ends_with("-0000"));
    }

    #[test]
    fn a_password_is_worth_33_bits() {
        let combinations = (word_lists::for_passwords().words.len() as f64).powi(2) * 10_000.0;
        assert!(combinations.log2() >= 33.0, "{}", combinations.log2());
    }

    #[test]
    fn names_are_compared_without_capitals_and_spaces() {
        assert_eq!(normalise_name("  Kestrel-4821 "), "kestrel-4821");
        assert_eq!(normalise_name(&"x".repeat(100_000)).len(), 254);
        let cut = format!("{} y", "x".repeat(253));
        assert_eq!(
            normalise_name(&cut),
            "x".repeat(253),
            "no space is left where it is cut"
        );
    }
}
