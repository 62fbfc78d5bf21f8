//! Reads what students type: logins, passwords and codes that were typed with a Russian or French keyboard layout, with
//! other dashes and spaces, with full-width digits, or with the first four letters of each word only.
//!
//! Each typed text has exactly one reading, so an attempt checks one password or code. Text that is right as it was
//! typed stays as it is. The reading depends on the text alone, never on the accounts that exist.

pub(crate) mod characters;
mod credentials;
pub(crate) mod digits;
mod enough;

pub use characters::has_cyrillic;
pub use credentials::{Credentials, are_of_wrong_keyboard, is_word, read_credentials, same_password_form};
pub use enough::{Part, enough_of_login, enough_of_password};

#[cfg(test)]
mod collisions;
#[cfg(test)]
mod layouts;
#[cfg(test)]
mod tests;
