//! The link from the set-up page to the page of the practice phone, on narrow screens.

use super::storage::{ScannedCode, store_scanned};
use crate::i18n::use_texts;
use leptos::prelude::*;

/// A click stores the QR code of the set-up page for the page of the phone.
#[island]
pub fn PhoneLink(seen: ScannedCode) -> impl IntoView {
    let texts = use_texts();
    view! {
        <a class="link needs-scripts" href="/phone" on:click=move |_| store_scanned(&seen)>
            {texts.set_up_no_phone()}
        </a>
    }
}
