//! Removes accounts of the practice phone from the browser, so that the next student does not find the secrets of the
//! last one.

use crate::islands::practice_phone::storage;
use domain::practice_phone::without_others;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a page leaves in the storage of the browser.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Keep {
    /// All accounts, but not a QR code that was scanned for the page of the phone.
    Accounts,
    /// Only the account of the student with this login.
    Only(String),
    /// Nothing: the lesson is over, so no secret is needed any more.
    Nothing,
}

#[island]
pub fn ForgetAccounts(keep: Keep) -> impl IntoView {
    Effect::new(move |_| {
        drop(storage::take_scanned());
        match &keep {
            Keep::Accounts => {}
            Keep::Only(login) => drop(storage::keep_only(|kept| without_others(kept, login))),
            Keep::Nothing => storage::save(&[]),
        }
    });
}
