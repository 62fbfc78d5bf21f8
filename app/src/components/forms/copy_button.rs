//! The copy button. Over plain HTTP, as in many school networks, browsers have no clipboard API. If copying fails, the
//! text is selected and the button names the keys to press.

use crate::components::{Icon, Picture};
use crate::i18n::use_texts;
use leptos::prelude::*;

/// Copies `text`; `shown` is the id of the element that shows it. A page with this button is hydrated at once, not at
/// the first click: browsers let a script copy only while they handle a click, and hydration takes longer than that.
/// The exception is a button inside a closed `<details>` element (`folded`): the click that opens the element starts
/// hydration.
#[component]
pub fn CopyButton(
    #[prop(into)] text: Signal<String>,
    shown: &'static str,
    label: &'static str,
    #[prop(optional)] on_copy: Option<Callback<()>>,
    #[prop(optional)] folded: bool,
) -> impl IntoView {
    let texts = use_texts();
    let outcome = RwSignal::new(None::<&'static str>);
    let copy = move |_| {
        let copied = crate::browser::copy(&text.get_untracked(), shown);
        if let Some(on_copy) = on_copy {
            on_copy.run(());
        }
        outcome.set(Some(if copied {
            texts.site_copied()
        } else {
            texts.site_select_to_copy()
        }));
    };
    view! {
        <button class="button needs-scripts" type="button" data-lives=(!folded).then_some("") on:click=copy>
            <Picture icon=Icon::Copy />
            " "
            {move || outcome.get().unwrap_or(label)}
        </button>
    }
}
