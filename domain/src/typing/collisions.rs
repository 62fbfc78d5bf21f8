//! No two passwords or logins of the word lists become the same, so an attacker saves nothing.

use super::{layouts, same_password_form};
use crate::classes::word_lists;
use std::collections::{HashMap, HashSet};

/// Typed texts, with the words that are meant by each.
type Texts = HashMap<String, Vec<&'static str>>;

/// An attempt checks one password. Without hyphens, the 2^20 pairs of words are still 2^20 different texts, so an
/// attacker saves nothing. The words of older passwords change nothing.
#[test]
fn no_two_passwords_become_the_same() {
    let words: Vec<_> = word_lists::for_passwords().with_retired().collect();
    let mut pairs = HashSet::with_capacity(words.len() * words.len());
    for first in &words {
        for second in &words {
            assert!(pairs.insert([*first, *second].concat()), "{first}{second}");
        }
    }
    assert_eq!(same_password_form("amber-otter-4821"), "amberotter4821");
}

/// Two words without a separator, each of them in full or from its fourth letter on cut off anywhere, are two words in
/// one way only.
#[test]
fn no_beginning_of_a_password_is_the_beginning_of_another_one() {
    let (whole, beginnings) = (texts(whole_words()), texts(word_lists::for_passwords().beginnings()));
    assert_one_reading(&beginnings, &beginnings);
    assert_one_reading(&whole, &beginnings);
    let logins: HashSet<&str> = word_lists::for_logins().beginnings().map(|(text, _)| text).collect();
    assert_eq!(logins.len(), word_lists::for_logins().beginnings().count());
}

/// A right password is never taken for another one: no pair of words, typed with the other Latin layout, is a pair of
/// words as well.
#[test]
fn no_word_of_the_lists_is_another_word_in_the_other_latin_layout() {
    let passwords = word_lists::for_passwords();
    let (whole, beginnings) = (texts(whole_words()), texts(passwords.beginnings()));
    let logins = word_lists::for_logins();
    for layout in [layouts::french_layout, layouts::english_layout_on_french_keys] {
        // A comma or semicolon is an M or a separator.
        let typed = |text: &str| layout(text).replace([',', ';'], "");
        let typed_words = texts(whole_words().map(|(text, word)| (typed(text), word)));
        let typed_beginnings = texts(passwords.beginnings().map(|(text, word)| (typed(text), word)));
        for typed in [&typed_words, &typed_beginnings] {
            assert_one_reading(typed, &whole);
            assert_one_reading(typed, &beginnings);
        }
        for (text, word) in logins.beginnings() {
            let typed = typed(text);
            assert!(logins.beginning_with(&typed).is_none_or(|read| read == word), "{word}");
            assert!(typed == word || !logins.has(&typed), "{word}");
        }
        for word in logins.with_retired() {
            let typed = typed(word);
            assert!(typed == word || !logins.has(&typed), "{word}");
            assert!(logins.beginning_with(&typed).is_none_or(|read| read == word), "{word}");
        }
    }
}

fn whole_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    word_lists::for_passwords().with_retired().map(|word| (word, word))
}

fn texts(typed: impl Iterator<Item = (impl Into<String>, &'static str)>) -> Texts {
    let mut texts = Texts::new();
    for (text, word) in typed {
        texts.entry(text.into()).or_default().push(word);
    }
    texts
}

/// No pair of `typed` texts is, without a separator, also a pair of `read` texts of other words. If it were, the two pairs
/// would be divided at the same letter, or one first text would be longer by the letters that its second text lacks.
fn assert_one_reading(typed: &Texts, read: &Texts) {
    for (longer, shorter) in [(typed, read), (read, typed)] {
        let found = pairs_with_two_readings(longer, shorter);
        assert!(found.is_empty(), "{found:?}");
    }
}

/// The words of the pairs of which the first text of `longer` begins with the first text of `shorter`. The letters in
/// between are the beginning of the second text of `shorter`.
fn pairs_with_two_readings(longer: &Texts, shorter: &Texts) -> Vec<[&'static str; 4]> {
    let mut firsts: HashMap<&str, Vec<[&'static str; 2]>> = HashMap::new();
    for (text, words) in longer {
        for at in 1..=text.len() {
            let begun = shorter.get(&text[..at]).into_iter().flatten();
            let pairs = begun.flat_map(|begun| words.iter().map(|word| [*word, *begun]));
            firsts.entry(&text[at..]).or_default().extend(pairs);
        }
    }
    let mut found = Vec::new();
    for (text, of_shorter) in shorter {
        for at in 0..text.len() {
            let of_longer = longer.get(&text[at..]).into_iter().flatten();
            let seconds = of_longer.flat_map(|longer| of_shorter.iter().map(|shorter| [*longer, *shorter]));
            let firsts = firsts.get(&text[..at]).map_or(&[][..], Vec::as_slice);
            for second in seconds {
                let others = firsts
                    .iter()
                    .filter(|first| first[0] != first[1] || second[0] != second[1]);
                found.extend(others.map(|first| [first[0], second[0], first[1], second[1]]));
            }
        }
    }
    found
}
