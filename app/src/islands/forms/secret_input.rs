//! The input of a secret, with the button that shows and hides its value.

use crate::{
    components::{Icon, Picture},
    i18n::use_texts,
};
use leptos::{ev, html, prelude::*, web_sys::HtmlInputElement};

#[component]
pub fn SecretInput(
    name: String,
    autocomplete: &'static str,
    autofocus: bool,
    #[prop(into)] invalid: Signal<bool>,
    #[prop(into)] described_by: Signal<Option<String>>,
    #[prop(optional)] input: NodeRef<html::Input>,
    /// Receives the value at every key press.
    #[prop(optional)]
    on_input: Option<Callback<String>>,
    /// Receives the value when the user leaves the changed field.
    #[prop(optional)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let texts = use_texts();
    let shown = RwSignal::new(false);
    let pass_to = |callback: Option<Callback<String>>| {
        move |event: ev::Targeted<ev::Event, HtmlInputElement>| {
            if let Some(callback) = callback {
                callback.run(event.target().value());
            }
        }
    };
    view! {
        <div class="input-with">
            <input
                class="input"
                id=name.clone()
                name=name.clone()
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                maxlength="1000"
                required
                autofocus=autofocus
                aria-invalid=move || invalid.get().then_some("true")
                aria-describedby=move || described_by.get()
                node_ref=input
                on:input:target=pass_to(on_input)
                on:change:target=pass_to(on_change)
            />
            <button
                class="button quiet small needs-scripts"
                type="button"
                aria-controls=name
                aria-pressed=move || shown.get().to_string()
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {move || {
                    let icon = if shown.get() { Icon::EyeOff } else { Icon::Eye };
                    view! { <Picture icon=icon /> }
                }}
                " "
                {move || if shown.get() { texts.site_hide() } else { texts.site_show() }}
            </button>
        </div>
    }
}
