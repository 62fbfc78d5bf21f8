//! Estimates how hard a password is to guess. The form shows the estimate while the user types.

use crate::{registration::password_length, validate::MAX_PASSWORD};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    Weak,
    Fair,
    Good,
    Strong,
}

/// Rates the length and the variety of characters. A sequence such as `aaa` or `abc` is rated like one character.
pub fn estimate_strength(typed: &str) -> Strength {
    let letters: Vec<char> = typed.chars().take(MAX_PASSWORD).collect();
    let new = letters
        .iter()
        .enumerate()
        .filter(|(n, letter)| match n.checked_sub(1).map(|before| letters[before]) {
            Some(before) => u32::from(**letter).abs_diff(u32::from(before)) > 1,
            None => true,
        })
        .count();
    let has = |kind: fn(&char) -> bool| letters.iter().any(kind);
    let pool: f64 = [
        (has(|c| c.is_ascii_lowercase() || !c.is_ascii()), 26.0),
        (has(|c| c.is_ascii_uppercase()), 26.0),
        (has(|c| c.is_ascii_digit()), 10.0),
        (has(|c| c.is_ascii() && !c.is_ascii_alphanumeric()), 33.0),
    ]
    .iter()
    .filter_map(|(has, size)| has.then_some(size))
    .sum();
    match new as f64 * pool.max(1.0).log2() {
        bits if bits < 45.0 || password_length(typed).is_err() => Strength::Weak,
        bits if bits < 60.0 => Strength::Fair,
        bits if bits < 80.0 => Strength::Good,
        _ => Strength::Strong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_makes_strength_and_repetition_does_not() {
        assert_eq!(estimate_strength("tz4-K"), Strength::Weak);
        assert_eq!(estimate_strength("aaaaaaaaaaaaaaaaaaaaaaaa"), Strength::Weak);
        assert_eq!(estimate_strength("abcdefghijklmnopqrstuvwxyz"), Strength::Weak);
        assert_eq!(estimate_strength("horse-staple"), Strength::Fair);
        assert_eq!(estimate_strength("correct horse battery staple"), Strength::Strong);
    }
}
