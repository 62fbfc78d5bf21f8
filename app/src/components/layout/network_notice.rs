//! The notice that the network is lost. `shell/page.js` shows and hides it: the notice is part of every page, because the
//! browser cannot load it without a network.

use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
};
use leptos::prelude::*;

#[component]
pub fn NetworkNotice() -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <div class="toast" id="network-away" hidden=true>
                <OfflineNotice />
            </div>
            <div class="toast" id="network-back" hidden=true>
                <Picture icon=Icon::Check />
                <p>{texts.offline_back()}</p>
            </div>
        </div>
    }
}

#[component]
pub fn OfflineNotice() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Picture icon=Icon::Away />
        <p>
            <strong>{texts.offline_title()}</strong>
            " "
            {texts.offline_text()}
        </p>
    }
}
