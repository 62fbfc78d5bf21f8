//! The button that prints the page.

use crate::components::{Icon, Picture};
use leptos::prelude::*;

#[island]
pub fn PrintButton(label: String, primary: bool) -> impl IntoView {
    view! {
        <button
            class="button needs-scripts"
            class:primary=primary
            type="button"
            on:click=|_| crate::browser::print()
        >
            <Picture icon=Icon::Print />
            " "
            {label}
        </button>
    }
}
