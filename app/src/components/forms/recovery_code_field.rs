//! The field for a code that the user copies from paper or a file: a recovery code or an enrolment code.

use leptos::prelude::*;

#[component]
pub fn RecoveryCodeField(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    #[prop(into)] wrong: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                class="input mono"
                id=name
                name=name
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength="64"
                placeholder="k7qm-2xnp-w4rt-h9dc"
                required
                autofocus
                aria-invalid=move || wrong.get().then_some("true")
                aria-describedby="spare-hint"
            />
            <p class="hint" id="spare-hint">
                {hint}
            </p>
        </div>
    }
}
