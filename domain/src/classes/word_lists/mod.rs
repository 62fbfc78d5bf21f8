//! Word lists for generated logins and passwords: common words for concrete things, which are written as they sound.
//!
//! The first four letters of a word are enough to recognise it, so students need not type the rest.

use std::sync::LazyLock;

/// Number of letters that are enough to recognise a word of a list. Shorter words are typed in full.
pub const ENOUGH_LETTERS: usize = 4;

type Words = LazyLock<Vec<&'static str>>;

static PASSWORD_WORDS: Words = LazyLock::new(|| include_str!("passwords.txt").lines().collect());
static LOGIN_WORDS: Words = LazyLock::new(|| include_str!("logins.txt").lines().collect());
static RETIRED_PASSWORD_WORDS: Words = LazyLock::new(|| include_str!("retired-passwords.txt").lines().collect());
static RETIRED_LOGIN_WORDS: Words = LazyLock::new(|| include_str!("retired-logins.txt").lines().collect());

/// Sorted words that differ in their first four letters.
#[derive(Clone, Copy)]
pub struct WordList {
    /// The words of new logins or passwords.
    pub words: &'static Words,
    /// Words of older logins or passwords, which can still be in use. They begin like other words, so they are
    /// recognised only in full.
    retired: &'static Words,
}

/// Words for passwords.
pub const fn for_passwords() -> WordList {
    WordList {
        words: &PASSWORD_WORDS,
        retired: &RETIRED_PASSWORD_WORDS,
    }
}

/// Words for logins. All words are friendly, because the teacher calls a student by the login during the lesson.
pub const fn for_logins() -> WordList {
    WordList {
        words: &LOGIN_WORDS,
        retired: &RETIRED_LOGIN_WORDS,
    }
}

impl WordList {
    /// The word of the list of which `typed` is all, or at least the first four letters.
    pub fn beginning_with(self, typed: &str) -> Option<&'static str> {
        let at = self.words.partition_point(|word| *word < typed);
        let word = self.words.get(at).copied()?;
        let is_enough = word == typed || typed.len() >= ENOUGH_LETTERS && word.starts_with(typed);
        is_enough.then_some(word)
    }

    /// Whether a text is a word of the list, or was one.
    pub fn has(self, word: &str) -> bool {
        self.words.binary_search(&word).is_ok() || self.is_retired(word)
    }

    /// Whether a text is a retired word: older logins or passwords contain it, new ones do not.
    pub fn is_retired(self, word: &str) -> bool {
        self.retired.binary_search(&word).is_ok()
    }

    #[cfg(test)]
    pub fn with_retired(self) -> impl Iterator<Item = &'static str> {
        self.words.iter().chain(self.retired.iter()).copied()
    }

    /// Every text that is read as a word of the list, with this word.
    #[cfg(test)]
    pub fn beginnings(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let beginnings = |word: &&'static str| {
            let word = *word;
            (ENOUGH_LETTERS.min(word.len())..=word.len()).map(move |letters| (&word[..letters], word))
        };
        self.words.iter().flat_map(beginnings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_lists_are_large_unique_and_easy() {
        for (list, least) in [(for_passwords(), 1024), (for_logins(), 256)] {
            assert!(list.words.len() >= least);
            for words in [list.words, list.retired] {
                assert_eq!(words.iter().collect::<HashSet<_>>().len(), words.len());
                assert!(words.is_sorted(), "words are found by binary search");
            }
            for word in list.with_retired() {
                assert!((3..=7).contains(&word.len()), "{word}");
                assert!(word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
            }
        }
    }

    #[test]
    fn the_first_four_letters_of_a_word_are_enough() {
        for list in [for_passwords(), for_logins()] {
            for (beginning, word) in list.beginnings() {
                assert_eq!(list.beginning_with(beginning), Some(word));
                assert!(
                    beginning == word || !list.has(beginning),
                    "{beginning} is a word of its own"
                );
            }
            for word in list.words.iter() {
                let beginning = &word[..ENOUGH_LETTERS.min(word.len())];
                let others = list.words.iter().filter(|other| other.starts_with(beginning));
                assert_eq!(others.count(), 1, "{beginning}");
                for letters in 0..word.len().min(ENOUGH_LETTERS) {
                    let read = list.beginning_with(&word[..letters]);
                    assert!(read.is_none_or(|read| read.len() == letters), "{word}");
                }
            }
        }
    }

    #[test]
    fn a_retired_word_is_recognised_in_full_only() {
        for list in [for_passwords(), for_logins()] {
            for word in list.retired.iter() {
                assert!(list.has(word) && list.beginning_with(word).is_none(), "{word}");
            }
        }
    }
}
