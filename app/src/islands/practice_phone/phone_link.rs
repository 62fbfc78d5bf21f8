//! The link from the set-up page to the page of the practice phone, on narrow screens.

use super::storage::store_scanned;
use domain::practice_phone::ScannedCode;
use leptos::prelude::*;

/// A click stores the QR code of the set-up page for the page of the phone.
#[island]
pub fn PhoneLink(seen: ScannedCode, label: String) -> impl IntoView {
    view! {
        <a class="link needs-scripts" href="/phone" on:click=move |_| store_scanned(&seen)>
            {label}
        </a>
    }
}
