//! Splits a text into words, for the rules of the languages.

use super::Edit;
use core::ops::Range;

/// A run of letters. Apostrophes and hyphens separate words.
pub(super) struct Word {
    pub range: Range<usize>,
    pub lower: String,
}

pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for (start, character) in text.char_indices().filter(|(_, character)| character.is_alphabetic()) {
        let end = start + character.len_utf8();
        match words.last_mut() {
            Some(word) if word.range.end == start => word.range.end = end,
            _ => words.push(Word {
                range: start..end,
                lower: String::new(),
            }),
        }
    }
    for word in &mut words {
        word.lower = text[word.range.clone()].to_lowercase();
    }
    words
}

/// Whether a list with spaces between its words has this word.
pub(super) fn is_one_of(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

/// What separates two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    Spaces,
    Apostrophe,
    Other,
}

/// The words of a text, and what is between them.
#[derive(Clone, Copy)]
pub(super) struct Sentence<'a> {
    pub text: &'a str,
    pub words: &'a [Word],
}

impl<'a> Sentence<'a> {
    /// The word at this place in lower case; an empty text if there is none.
    pub fn word(self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |word| &word.lower)
    }

    /// The word before this one in lower case, if only spaces or an apostrophe are between them.
    pub fn previous(self, at: usize) -> &'a str {
        match at.checked_sub(1) {
            Some(before) if self.gap(before) != Gap::Other => self.word(before),
            _ => "",
        }
    }

    /// The word after this one in lower case, if only spaces are between them.
    pub fn next(self, at: usize) -> &'a str {
        if self.gap(at) == Gap::Spaces {
            self.word(at + 1)
        } else {
            ""
        }
    }

    /// What is between this word and the next one.
    pub fn gap(self, at: usize) -> Gap {
        let (Some(word), Some(next)) = (self.words.get(at), self.words.get(at + 1)) else {
            return Gap::Other;
        };
        match &self.text[word.range.end..next.range.start] {
            "'" | "\u{2019}" => Gap::Apostrophe,
            gap if gap
                .chars()
                .all(|character| matches!(character, ' ' | '\u{a0}' | '\u{202f}')) =>
            {
                Gap::Spaces
            }
            _ => Gap::Other,
        }
    }

    /// The text behind a word.
    pub fn text_after(self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |word| &self.text[word.range.end..])
    }

    /// Whether nothing but the end of the sentence or a comma follows the word.
    pub fn ends_after(self, at: usize) -> bool {
        let after = self.text_after(at).trim_start_matches(' ');
        after.is_empty() || after.starts_with(['.', ',', '!', '\n'])
    }

    /// Whether the word begins a sentence.
    pub fn begins_at(self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        let before = self.text[..word.range.start].trim_end_matches(' ');
        before.is_empty() || before.ends_with(['.', '!', '?', '\n'])
    }

    /// Replaces the words from `first` to `last`, and what is between them. The new text begins with a capital letter if
    /// the old one did.
    pub fn replace(self, first: usize, last: usize, new: &str) -> Option<Edit> {
        let range = self.words.get(first)?.range.start..self.words.get(last)?.range.end;
        let capital = self.text[range.clone()].starts_with(char::is_uppercase);
        let mut letters = new.chars();
        let new = match letters.next() {
            Some(letter) if capital => letter.to_uppercase().chain(letters).collect(),
            _ => new.to_owned(),
        };
        Some(Edit::new(range, new))
    }

    /// Writes a text behind a word.
    pub fn insert_after(self, at: usize, new: &str) -> Option<Edit> {
        let end = self.words.get(at)?.range.end;
        Some(Edit::new(end..end, new))
    }

    /// Writes a text before a word. A capital letter at the beginning of the word moves to the new text.
    pub fn insert_before(self, at: usize, new: &str) -> Option<Edit> {
        let word = self.words.get(at)?;
        self.replace(at, at, &format!("{new}{}", word.lower))
    }

    /// Removes the word and the spaces behind it. The next word gets its capital letter.
    pub fn remove(self, at: usize) -> Option<Edit> {
        let next = self.words.get(at + 1)?;
        let kept = &self.text[next.range.clone()];
        self.replace(at, at + 1, kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_with_what_is_between_them() {
        let text = "Don\u{2019}t  go, Éric!";
        let words = words(text);
        let sentence = Sentence { text, words: &words };
        let found: Vec<&str> = words.iter().map(|word| &*word.lower).collect();
        assert_eq!(found, ["don", "t", "go", "éric"]);
        let gaps: Vec<Gap> = (0..4).map(|at| sentence.gap(at)).collect();
        assert_eq!(gaps, [Gap::Apostrophe, Gap::Spaces, Gap::Other, Gap::Other]);
        assert_eq!(
            (sentence.next(1), sentence.next(2), sentence.previous(3)),
            ("go", "", "")
        );
        assert!(sentence.begins_at(0) && sentence.ends_after(2) && sentence.ends_after(3) && !sentence.ends_after(1));
    }

    #[test]
    fn a_capital_letter_stays_at_the_beginning() {
        let text = "Not now";
        let words = words(text);
        let sentence = Sentence { text, words: &words };
        assert_eq!(sentence.remove(0).unwrap().apply(text), "Now");
        assert_eq!(sentence.replace(0, 0, "always").unwrap().apply(text), "Always now");
        assert_eq!(
            sentence.insert_before(1, "right ").unwrap().apply(text),
            "Not right now"
        );
        assert_eq!(sentence.insert_after(1, " then").unwrap().apply(text), "Not now then");
        assert!(sentence.replace(2, 2, "x").is_none());
    }
}
