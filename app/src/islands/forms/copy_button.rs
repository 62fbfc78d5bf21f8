//! The copy button. Over plain HTTP, as in many school networks, browsers have no clipboard API. If copying fails, the
//! text is selected and the button names the keys to press.

use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
};
use leptos::prelude::*;

/// Copies `text`; `shown` is the id of the element that shows it.
#[island]
pub fn CopyButton(text: String, shown: String, label: String) -> impl IntoView {
    view! { <Copy text=Signal::stored(text) shown=shown label=label /> }
}

/// The button for other islands, in which the text can change.
#[component]
pub fn Copy(#[prop(into)] text: Signal<String>, shown: String, label: String) -> impl IntoView {
    let texts = use_texts();
    let outcome = RwSignal::new(None::<&'static str>);
    let copy = move |_| {
        let copied = crate::browser::copy(&text.get_untracked(), &shown);
        outcome.set(Some(if copied {
            texts.site_copied()
        } else {
            texts.site_select_to_copy()
        }));
    };
    view! {
        <button class="button needs-scripts" type="button" on:click=copy>
            <Picture icon=Icon::Copy />
            " "
            {move || outcome.get().map_or_else(|| label.clone(), str::to_owned)}
        </button>
    }
}
