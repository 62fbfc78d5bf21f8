//! The error message of a form, which screen readers announce when it appears.

use crate::components::{Icon, Picture};
use leptos::prelude::*;

#[component]
pub fn Alert(#[prop(into)] text: Signal<Option<String>>) -> impl IntoView {
    move || {
        text.get().map(|text| {
            view! {
                <div class="note bad" role="alert">
                    <Picture icon=Icon::Wrong />
                    <p>{text}</p>
                </div>
            }
        })
    }
}
