//! What a student has to type of a login or a password: of each word the first four letters.

use crate::classes::word_lists::{self, ENOUGH_LETTERS, WordList};

/// A part of a login or a password: what has to be typed, and the rest up to the next part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub needed: String,
    pub rest: String,
}

pub fn enough_of_login(login: &str) -> Vec<Part> {
    parts(login, word_lists::for_logins())
}

pub fn enough_of_password(password: &str) -> Vec<Part> {
    parts(password, word_lists::for_passwords())
}

/// `text` is a login or password that Stepwise has made. If a word of it is retired, everything has to be typed.
fn parts(text: &str, words: WordList) -> Vec<Part> {
    if text.split('-').any(|group| words.is_retired(group)) {
        let (needed, rest) = (text.to_owned(), String::new());
        return vec![Part { needed, rest }];
    }
    let part = |group: &str| {
        let whole = group.trim_end_matches('-');
        let needed = if is_number(whole) {
            whole.len()
        } else {
            whole.len().min(ENOUGH_LETTERS)
        };
        let (needed, rest) = group.split_at_checked(needed).unwrap_or((group, ""));
        Part {
            needed: needed.to_owned(),
            rest: rest.to_owned(),
        }
    };
    text.split_inclusive('-').map(part).collect()
}

fn is_number(group: &str) -> bool {
    group.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(parts: &[Part]) -> String {
        parts
            .iter()
            .map(|part| format!("[{}]{}", part.needed, part.rest))
            .collect()
    }

    #[test]
    fn the_first_four_letters_of_each_word_and_all_digits_have_to_be_typed() {
        assert_eq!(
            marked(&enough_of_password("amber-otter-4821")),
            "[ambe]r-[otte]r-[4821]"
        );
        assert_eq!(marked(&enough_of_password("fox-lion-0042")), "[fox]-[lion]-[0042]");
        assert_eq!(marked(&enough_of_login("kestrel-4821")), "[kest]rel-[4821]");
    }

    #[test]
    fn a_password_with_a_word_that_is_no_longer_in_the_list_has_to_be_typed_in_full() {
        assert_eq!(
            marked(&enough_of_password("amber-gravity-4821")),
            "[amber-gravity-4821]"
        );
        assert_eq!(marked(&enough_of_login("sparkle-4821")), "[sparkle-4821]");
    }
}
