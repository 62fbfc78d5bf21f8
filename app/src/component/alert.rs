//! What went wrong and what to do about it, announced when it appears.

use super::{Icon, Picture};
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
