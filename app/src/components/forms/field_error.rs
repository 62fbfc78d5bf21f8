//! The error of one field, and the ids of the texts that describe the field.

use crate::components::{Icon, Picture};
use leptos::prelude::*;

#[component]
pub fn FieldError(name: String, #[prop(into)] text: Signal<Option<String>>) -> impl IntoView {
    move || {
        text.get().map(|text| {
            view! {
                <p class="error" id=format!("{name}-error")>
                    <Picture icon=Icon::Wrong />
                    <span>{text}</span>
                </p>
            }
        })
    }
}

pub fn described_by(name: &str, has_hint: bool, is_wrong: bool) -> Option<String> {
    let ids: Vec<String> = [(has_hint, "hint"), (is_wrong, "error")]
        .into_iter()
        .filter(|(is_shown, _)| *is_shown)
        .map(|(_, part)| format!("{name}-{part}"))
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
