//! Parts of forms.

use super::{Icon, Picture};
use crate::visitor::use_texts;
use leptos::{ev, html, prelude::*};

/// A button that sends its form once, however often it is pressed.
#[component]
pub fn Submit(#[prop(into)] pending: Signal<bool>, #[prop(optional)] fits: bool, children: Children) -> impl IntoView {
    let once = move |event: ev::MouseEvent| {
        if pending.get_untracked() {
            event.prevent_default();
        }
    };
    view! {
        <button
            class="button primary big"
            class:full=!fits
            aria-busy=move || pending.get().then_some("true")
            on:click=once
        >
            {children()}
        </button>
    }
}

/// A password that can be pasted, managed and looked at.
#[component]
pub fn PasswordField(
    #[prop(optional)] input: NodeRef<html::Input>,
    #[prop(optional)] label: Option<&'static str>,
) -> impl IntoView {
    let texts = use_texts();
    let shown = RwSignal::new(false);
    view! {
        <div class="field">
            <label for="password">{label.unwrap_or_else(|| texts.sign_in_password())}</label>
            <div class="input-with">
                <input
                    class="input"
                    id="password"
                    name="password"
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete="current-password"
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength="1000"
                    required
                    node_ref=input
                />
                <button
                    class="button quiet small needs-scripts"
                    type="button"
                    aria-controls="password"
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
        </div>
    }
}
