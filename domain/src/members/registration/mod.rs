//! The rules for a member's name, e-mail address and password. The browser and the server use the same functions.

mod faults;

use crate::{credentials::is_student_login, validate::MAX_PASSWORD};
pub use faults::{EmailFault, Faults, PasswordFault, UsernameFault};
use std::{collections::HashSet, sync::LazyLock};

pub const MIN_USERNAME: usize = 3;
pub const MAX_USERNAME: usize = 40;
pub const MIN_PASSWORD: usize = 8;
pub const MAX_EMAIL: usize = 254;
const MAX_LOCAL_PART: usize = 64;
const MAX_LABEL: usize = 63;
/// A password is allowed to contain a name with fewer characters than this, because short names occur in too many
/// words.
const MIN_NAME_IN_PASSWORD: usize = 4;
/// The name of this software, which a password must not contain even if the operator gives the site another name.
const PROGRAM_NAME: &str = "stepwise";

/// Converts a username that the user has entered to the stored form. The alphabet excludes letters of other scripts
/// that look like Latin letters.
pub fn username(typed: &str) -> Result<String, UsernameFault> {
    let name = typed.trim().to_ascii_lowercase();
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    if !name.bytes().all(known) {
        Err(UsernameFault::Alphabet)
    } else if !(MIN_USERNAME..=MAX_USERNAME).contains(&name.len()) {
        Err(UsernameFault::Length)
    } else if is_student_login(&name) {
        Err(UsernameFault::OfAStudent)
    } else {
        Ok(name)
    }
}

/// Converts an e-mail address that the user has entered to the stored form: one line that a mail server accepts.
pub fn email(typed: &str) -> Result<String, EmailFault> {
    let address = typed.trim();
    if address.len() > MAX_EMAIL {
        return Err(EmailFault::TooLong);
    }
    let (local, host) = address.rsplit_once('@').ok_or(EmailFault::Shape)?;
    let is_atom = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
    };
    let is_label = |label: &str| {
        (1..=MAX_LABEL).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let local_fits = local.len() <= MAX_LOCAL_PART && local.split('.').all(is_atom);
    let host_fits = host.contains('.') && host.split('.').all(is_label);
    if local_fits && host_fits {
        Ok(address.to_ascii_lowercase())
    } else {
        Err(EmailFault::Shape)
    }
}

/// Names that must not be part of a password: the names of its owner and of the site.
#[derive(Clone, Copy, Debug, Default)]
pub struct KnownNames<'a> {
    pub username: &'a str,
    pub emails: [Option<&'a str>; 2],
    /// The name of the site, which authenticator apps show.
    pub site: &'a str,
}

/// Accepts a password with any characters, except common passwords and passwords that contain a known name.
pub fn password(typed: &str, known: KnownNames<'_>) -> Result<(), PasswordFault> {
    password_length(typed)?;
    let plain = typed.to_lowercase();
    if COMMON.contains(plain.as_str()) || is_run(&plain) {
        return Err(PasswordFault::Common);
    }
    if holds(&plain, known.username) {
        return Err(PasswordFault::HoldsUsername);
    }
    // The whole address is checked too, because `holds` ignores the part before the `@` if that part is too short.
    let local_parts = known
        .emails
        .iter()
        .flatten()
        .filter_map(|email| email.split('@').next());
    if local_parts
        .chain(known.emails.into_iter().flatten())
        .any(|part| holds(&plain, part))
    {
        return Err(PasswordFault::HoldsEmail);
    }
    if [PROGRAM_NAME, known.site].iter().any(|name| holds(&plain, name)) {
        return Err(PasswordFault::HoldsSiteName);
    }
    Ok(())
}

/// Whether a lower-case password contains a name in any case. Names shorter than `MIN_NAME_IN_PASSWORD` are ignored.
fn holds(plain: &str, name: &str) -> bool {
    let name = name.trim();
    name.chars().count() >= MIN_NAME_IN_PASSWORD && plain.contains(&name.to_lowercase())
}

/// Checks only the length. The browser makes no other check of a password, because only the server has the list of
/// common passwords.
pub fn password_length(typed: &str) -> Result<(), PasswordFault> {
    // The count stops after the maximum, because the text can be a megabyte long.
    let length = typed.chars().take(MAX_PASSWORD + 1).count();
    if length < MIN_PASSWORD {
        Err(PasswordFault::TooShort)
    } else if length > MAX_PASSWORD {
        Err(PasswordFault::TooLong)
    } else {
        Ok(())
    }
}

/// The three thousand most common passwords that have the minimum length (from the list of zxcvbn 4.4.2, MIT licence).
static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common-passwords.txt").lines().collect());

/// Whether the text is one repeated character, or a sequence such as `abcdef` or `654321`.
fn is_run(text: &str) -> bool {
    let codes: Vec<u32> = text.chars().map(u32::from).collect();
    let by = |step: u32| codes.windows(2).all(|pair| pair[1].wrapping_sub(pair[0]) == step);
    by(0) || by(1) || by(u32::MAX)
}

#[cfg(test)]
mod tests;
