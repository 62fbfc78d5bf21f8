//! The accounts of the practice phone in the local storage of the browser, and when they are removed.

use domain::totp::TotpSecret;
use serde::{Deserialize, Serialize};

/// An account on the phone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAccount {
    pub login: String,
    /// The secret in Base32.
    pub key: String,
    /// The end of the lesson in Unix microseconds.
    pub until: i64,
    /// The account of a neighbour, whose phone this browser is. It was added while its login was not signed in here.
    #[serde(default, skip_serializing_if = "is_false")]
    pub partner: bool,
}

const fn is_false(b: &bool) -> bool {
    !*b
}

/// The content of a QR code, and the time at which the student's lesson ends, if the page contained it.
#[derive(Clone, Serialize, Deserialize)]
pub struct ScannedCode {
    pub uri: String,
    pub until: Option<i64>,
}

impl StoredAccount {
    pub fn secret(&self) -> Option<TotpSecret> {
        TotpSecret::from_base32(&self.key)
    }
}

/// The accounts that stay in the browser when the student with this `login` signs in: the student's own, and those of
/// neighbours whose phone this browser is. Accounts of students who signed in here before are removed.
pub fn without_others(kept: Vec<StoredAccount>, login: &str) -> Vec<StoredAccount> {
    let stays = |account: &StoredAccount| account.partner || account.login == login;
    kept.into_iter().filter(stays).collect()
}

pub fn still_valid(kept: Vec<StoredAccount>, now: i64) -> Vec<StoredAccount> {
    kept.into_iter().filter(|account| account.until > now).collect()
}

#[cfg(target_arch = "wasm32")]
mod browser_storage {
    use super::{ScannedCode, StoredAccount};
    use crate::browser::storage;

    const ACCOUNTS: &str = "stepwise.phone";
    const SEEN: &str = "stepwise.seen";

    pub fn load() -> Vec<StoredAccount> {
        let text = storage().and_then(|storage| storage.get_item(ACCOUNTS).ok().flatten());
        text.and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default()
    }

    pub fn save(kept: &[StoredAccount]) {
        let Some(storage) = storage() else { return };
        let done = match serde_json::to_string(kept) {
            Ok(text) if !kept.is_empty() => storage.set_item(ACCOUNTS, &text),
            _ => storage.remove_item(ACCOUNTS),
        };
        // If the browser refuses to store the accounts, the page shows their codes until the user leaves it.
        let _ = done;
    }

    /// Stores the content of the QR code when the student goes from the set-up page to the separate page of the phone,
    /// on which the student can add the account.
    pub fn store_scanned(seen: &ScannedCode) {
        let storage = leptos::prelude::window().session_storage().ok().flatten();
        if let (Some(storage), Ok(text)) = (storage, serde_json::to_string(seen)) {
            let _ = storage.set_item(SEEN, &text);
        }
    }

    pub fn has_scanned() -> bool {
        let storage = leptos::prelude::window().session_storage().ok().flatten();
        storage.is_some_and(|storage| storage.get_item(SEEN).is_ok_and(|seen| seen.is_some()))
    }

    pub fn take_scanned() -> Option<ScannedCode> {
        let storage = leptos::prelude::window().session_storage().ok().flatten()?;
        let seen = storage.get_item(SEEN).ok().flatten()?;
        let _ = storage.remove_item(SEEN);
        serde_json::from_str(&seen).ok()
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod browser_storage {
    use super::{ScannedCode, StoredAccount};

    pub const fn load() -> Vec<StoredAccount> {
        Vec::new()
    }

    pub const fn save(_kept: &[StoredAccount]) {}

    pub const fn store_scanned(_seen: &ScannedCode) {}

    pub const fn has_scanned() -> bool {
        false
    }

    pub const fn take_scanned() -> Option<ScannedCode> {
        None
    }
}

pub use browser_storage::{has_scanned, load, save, store_scanned, take_scanned};

/// Applies `left` to the stored accounts, and stores and returns the accounts that remain.
pub fn keep_only(left: impl FnOnce(Vec<StoredAccount>) -> Vec<StoredAccount>) -> Vec<StoredAccount> {
    let kept = load();
    let left = left(kept.clone());
    if left != kept {
        save(&left);
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(login: &str, until: i64) -> StoredAccount {
        StoredAccount {
            login: login.to_owned(),
            key: "A".repeat(32),
            until,
            partner: false,
        }
    }

    #[test]
    fn the_next_student_finds_nothing_of_the_last() {
        let phone = vec![kept("otter-1111", 10), kept("kestrel-4821", 10)];
        assert!(without_others(phone.clone(), "kestrel-4821") == [kept("kestrel-4821", 10)]);
        assert!(without_others(phone, "lemon-2222").is_empty());
    }

    #[test]
    fn a_neighbour_s_account_stays_while_others_sign_in() {
        let partner = StoredAccount {
            partner: true,
            ..kept("otter-1111", 10)
        };
        let phone = vec![partner.clone(), kept("lemon-2222", 10), kept("kestrel-4821", 10)];
        assert!(without_others(phone.clone(), "kestrel-4821") == [partner.clone(), kept("kestrel-4821", 10)]);
        // It ends with its lesson like every account.
        assert!(still_valid(vec![partner], 10).is_empty());
        let text = serde_json::to_string(&phone).unwrap();
        assert!(serde_json::from_str::<Vec<StoredAccount>>(&text).unwrap() == phone);
        // Accounts that an earlier release has stored.
        let stored = r#"[{"login":"a-1111","key":"AAAA","until":5}]"#;
        assert!(!serde_json::from_str::<Vec<StoredAccount>>(stored).unwrap()[0].partner);
    }

    #[test]
    fn a_lesson_that_is_over_is_forgotten() {
        assert!(still_valid(vec![kept("a-1111", 5), kept("b-1111", 6)], 5) == [kept("b-1111", 6)]);
    }
}
