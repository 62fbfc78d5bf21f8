//! The button that prints the page. `shell/page.js` handles it on every page, so a page needs no WebAssembly for it.

use crate::components::{Icon, Picture};
use leptos::prelude::*;

#[component]
pub fn PrintButton(#[prop(into)] label: String, primary: bool) -> impl IntoView {
    view! {
        <button class="button needs-scripts" class:primary=primary type="button" data-print="">
            <Picture icon=Icon::Print />
            " "
            {label}
        </button>
    }
}
