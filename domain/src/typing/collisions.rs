//! No two passwords or logins of the word lists become the same, so an attacker saves nothing.

use super::{layouts, same_password_form};
use crate::classes::word_lists;
use std::collections::HashSet;

/// An attempt checks one password. Without hyphens, the 2^20 pairs of words are still 2^20 different texts, so an
/// attacker saves nothing.
#[test]
fn no_two_passwords_become_the_same() {
    let words = word_lists::for_passwords();
    let mut pairs = HashSet::with_capacity(words.len() * words.len());
    for first in words {
        for second in words {
            assert!(pairs.insert([*first, *second].concat()), "{first}{second}");
        }
    }
    assert_eq!(same_password_form("amber-otter-4821"), "amberotter4821");
}

/// A right password is never taken for another one: no pair of words, typed with the other Latin layout, is a pair of
/// words as well.
#[test]
fn no_word_of_the_lists_is_another_word_in_the_other_latin_layout() {
    let words: HashSet<&str> = word_lists::for_passwords().iter().copied().collect();
    let is_pair = |text: &str| {
        (3..=text.len().saturating_sub(3)).any(|at| words.contains(&text[..at]) && words.contains(&text[at..]))
    };
    let layouts = [layouts::french_layout, layouts::english_layout_on_french_keys];
    for layout in layouts {
        let typed: Vec<(String, &str)> = words
            .iter()
            .map(|word| (layout(word).replace([',', ';'], ""), *word))
            .collect();
        for (first, first_word) in &typed {
            for (second, second_word) in &typed {
                let is_changed = first != first_word || second != second_word;
                assert!(
                    !is_changed || !is_pair(&[first.as_str(), second].concat()),
                    "{first_word} {second_word}"
                );
            }
        }
        for word in word_lists::for_logins() {
            let typed = layout(word).replace([',', ';'], "");
            assert!(
                typed == *word || word_lists::for_logins().binary_search(&typed.as_str()).is_err(),
                "{word}"
            );
        }
    }
}
