//! Reads the login and the password of a student.

use super::{
    characters::{has_cyrillic, looking_alike, of_other_latin_layout, on_same_key, plain},
    digits::{clear_french_digit, is_separator, read_group},
};
use crate::{
    classes::word_lists,
    credentials::{LOGIN_DIGITS, PASSWORD_DIGITS, is_student_login, normalise_name},
    registration,
};
use std::borrow::Cow;

/// A longer text is no login or password of a student, and is not read.
const MAX_TYPED: usize = 256;

/// A name and a password as the sign-in checks them.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials<'a> {
    pub name: String,
    /// The password of a student in the form that `same_password_form` returns; the typed password of a member.
    pub password: Cow<'a, str>,
}

/// Reads a name and a password that were typed into the sign-in. The name and password of a member stay as they are,
/// except for spaces around the name and its capitals.
///
/// A name that a member could have too, such as `kestrel4821`, is the login of a student only if the password is made
/// of the words of students' passwords.
pub fn read_credentials<'a>(name: &str, password: &'a str) -> Credentials<'a> {
    let name = normalise_name(name);
    let login = read_login(&name);
    let (form, has_known_words) =
        read_password(password).unwrap_or_else(|| (password.trim().to_ascii_lowercase(), false));
    let could_be_member = !is_student_login(&name) && registration::username(&name).is_ok();
    match login {
        Some(login) if !could_be_member || has_known_words => Credentials {
            name: login,
            password: Cow::Owned(form),
        },
        _ => Credentials {
            name,
            password: Cow::Borrowed(password),
        },
    }
}

/// Whether a refused name and password contain letters that only another keyboard layout types. The name and the
/// password of a student contain none, and neither does the name of a member. A member's password may contain any
/// letter.
pub fn are_of_wrong_keyboard(name: &str, password: &str) -> bool {
    has_cyrillic(name) || (has_cyrillic(password) && is_student_login(&read_credentials(name, password).name))
}

/// The form in which the password of a student is compared with the typed password: without hyphens. Passwords of the
/// generator stay different without them.
pub fn same_password_form(password: &str) -> String {
    password.replace('-', "")
}

/// The login that the student meant; `None` if the text can be no login. A text in the form of a login stays as it is
/// unless another reading of its letters is a word of the list, or the beginning of one.
fn read_login(name: &str) -> Option<String> {
    let typed = plain(name);
    if typed.len() > MAX_TYPED {
        return None;
    }
    let (word, group) = split_at_digits(typed.trim())?;
    let (word, is_known) = read_letters(word, one_word)?;
    let digits = read_group(group, |count| (LOGIN_DIGITS.0..=LOGIN_DIGITS.1).contains(&count))?;
    (is_known || is_student_login(name)).then(|| format!("{word}-{digits}"))
}

/// Two whole words and four digits without separators, and whether the words are in the list. Returns `None` for a text of
/// another form.
fn read_password(typed: &str) -> Option<(String, bool)> {
    if typed.len() > MAX_TYPED {
        return None;
    }
    let typed = plain(typed);
    let (words, group) = split_at_digits(typed.trim())?;
    let (words, is_known) = read_letters(words, two_words)?;
    let digits = read_group(group, |count| count == PASSWORD_DIGITS)?;
    Some((words + &digits, is_known))
}

/// Whether a text is this word of the lists, typed with any keyboard layout.
pub fn is_word(typed: &str, word: &str) -> bool {
    if typed.len() > MAX_TYPED {
        return false;
    }
    let is_it = |letters: &str| (letters == word).then(|| letters.to_owned());
    read_letters(plain(typed).trim(), is_it).is_some_and(|(_, is_known)| is_known)
}

/// The word of a login, of which all letters or at least the first four were typed.
fn one_word(letters: &str) -> Option<String> {
    let words = word_lists::for_logins();
    let word = words.beginning_with(letters);
    word.map(str::to_owned)
        .or_else(|| words.has(letters).then(|| letters.to_owned()))
}

/// The two words of a password, of each of which all letters or at least the first four were typed. Letters without a
/// separator are read in one way only (`collisions.rs`).
fn two_words(letters: &str) -> Option<String> {
    let words = word_lists::for_passwords();
    let halves = || (1..letters.len()).filter_map(|at| letters.split_at_checked(at));
    if halves().any(|(first, second)| words.has(first) && words.has(second)) {
        return Some(letters.to_owned());
    }
    halves().find_map(|(first, second)| Some([words.beginning_with(first)?, words.beginning_with(second)?].concat()))
}

/// Splits after the last letter. `é`, `è`, `ç` and `à` are no letters here: French keyboards type them for digits.
fn split_at_digits(plain: &str) -> Option<(&str, &str)> {
    let is_letter = |c: char| c.is_alphabetic() && clear_french_digit(c).is_none();
    let (at, last) = plain.char_indices().rev().find(|(_, c)| is_letter(*c))?;
    let (mut word, mut group) = plain.split_at(at + last.len_utf8());
    // A comma or semicolon after the letters can be an M of another layout, as in `albu,-4821`.
    while let Some(rest) = group.strip_prefix([',', ';']) {
        word = &plain[..plain.len() - rest.len()];
        group = rest;
    }
    Some((word, group))
}

/// Reads the letters of a text and leaves out its separators. The first reading that `known` completes is right;
/// otherwise the letters are those that an English keyboard has on the typed keys. Returns `None` if there are none.
fn read_letters(typed: &str, known: impl Fn(&str) -> Option<String>) -> Option<(String, bool)> {
    let on_keys = letters(typed, on_key);
    let readings = [
        on_keys.clone(),
        letters(typed, |c| looking_alike(c).unwrap_or(c)),
        letters(typed, |c| of_other_latin_layout(on_key(c))),
        // The same with commas and semicolons as separators.
        letters(typed, |c| match c {
            ',' | ';' => c,
            _ => of_other_latin_layout(on_key(c)),
        }),
    ];
    let known = readings.into_iter().flatten().find_map(|letters| known(&letters));
    match known {
        Some(words) => Some((words, true)),
        None => on_keys
            .filter(|letters| !letters.is_empty())
            .map(|letters| (letters, false)),
    }
}

/// The Latin letters of a text, or `None` if it contains anything that is neither a letter nor a separator.
fn letters(typed: &str, meant: impl Fn(char) -> char) -> Option<String> {
    let mut letters = String::with_capacity(typed.len());
    for character in typed.chars() {
        match meant(character) {
            letter @ 'a'..='z' => letters.push(letter),
            separator if is_separator(separator) => {}
            _ => return None,
        }
    }
    Some(letters)
}

fn on_key(character: char) -> char {
    on_same_key(character).unwrap_or(character)
}
