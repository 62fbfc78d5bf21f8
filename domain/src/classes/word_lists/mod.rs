//! Word lists for generated logins and passwords: common words for concrete things, which are written as they sound.

use std::sync::LazyLock;

static PASSWORD_WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("passwords.txt").lines().collect());
static LOGIN_WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("logins.txt").lines().collect());

/// Words for passwords.
pub fn for_passwords() -> &'static [&'static str] {
    &PASSWORD_WORDS
}

/// Words for logins. All words are friendly, because the teacher calls a student by the login during the lesson.
pub fn for_logins() -> &'static [&'static str] {
    &LOGIN_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_lists_are_large_unique_and_easy() {
        for (words, least) in [(for_passwords(), 1024), (for_logins(), 256)] {
            assert!(words.len() >= least);
            assert_eq!(words.iter().collect::<HashSet<_>>().len(), words.len());
            assert!(words.is_sorted(), "words are found by binary search");
            for word in words {
                assert!((3..=7).contains(&word.len()), "{word}");
                assert!(word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
            }
        }
    }
}
