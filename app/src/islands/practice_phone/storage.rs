//! Reads and writes the accounts of the practice phone in the local storage of the browser, and a scanned QR code in the
//! session storage.

use domain::practice_phone::StoredAccount;

#[cfg(target_arch = "wasm32")]
mod browser_storage {
    use crate::browser::storage;
    use domain::practice_phone::{ScannedCode, StoredAccount};

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
    use domain::practice_phone::{ScannedCode, StoredAccount};

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
