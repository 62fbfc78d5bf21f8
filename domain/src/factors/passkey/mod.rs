//! Passkeys (Web Authentication Level 2): for which site browsers create them, and what the server checks in the answer
//! of an authenticator, except for the signature.

mod authenticator_data;
mod client_data;
mod fault;
mod relying_party;

pub use authenticator_data::{AuthenticatorData, MAX_CREDENTIAL_ID};
pub use client_data::{Ceremony, ClientData, Expected};
pub use fault::PasskeyFault;
pub use relying_party::{PasskeyObstacle, RelyingParty};

use crate::validate::one_line;
use core::time::Duration;
use unicode_segmentation::UnicodeSegmentation;

/// How long the server accepts the answer to a challenge.
pub const CHALLENGE_LIFETIME: Duration = Duration::from_secs(5 * 60);
/// Maximum number of passkeys of one account.
pub const MAX_PASSKEYS: usize = 20;
/// Maximum number of characters of the name that the owner gives to a passkey.
pub const MAX_PASSKEY_NAME: usize = 40;

/// The name of a passkey on one line and without invisible direction marks, or `None` if it is empty or too long.
pub fn passkey_name(typed: &str) -> Option<String> {
    let name = one_line(typed);
    let length = name.graphemes(true).take(MAX_PASSKEY_NAME + 1).count();
    // The column of the database has room for four characters of each letter with its accents.
    let fits = (1..=MAX_PASSKEY_NAME).contains(&length) && name.chars().count() <= 4 * MAX_PASSKEY_NAME;
    fits.then_some(name)
}

/// Whether the counter of an authenticator has grown since its last answer. Many authenticators have no counter and
/// always send 0. A counter that does not grow means that two authenticators have the same key, so one of them is a
/// copy.
pub const fn has_grown(stored: u32, sent: u32) -> bool {
    sent > stored || (stored == 0 && sent == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_to_forty_characters() {
        assert_eq!(passkey_name("  My   laptop "), Some("My laptop".to_owned()));
        assert_eq!(passkey_name(&"é".repeat(40)), Some("é".repeat(40)));
        assert_eq!(passkey_name("a\u{7}b\u{202e}"), Some("a b".to_owned()));
        for wrong in [
            "",
            "   ",
            "\u{200b}\u{2066}",
            &"a".repeat(41),
            &format!("a{}", "\u{301}".repeat(200)),
        ] {
            assert_eq!(passkey_name(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_counter_must_grow_if_there_is_one() {
        for (stored, sent) in [(0, 0), (0, 1), (7, 8), (7, u32::MAX)] {
            assert!(has_grown(stored, sent), "{stored} {sent}");
        }
        for (stored, sent) in [(7, 7), (7, 6), (7, 0), (u32::MAX, 0)] {
            assert!(!has_grown(stored, sent), "{stored} {sent}");
        }
    }
}
