//! Parts that several forms share: submit button, password field, show button, name field.

use crate::components::{Icon, Picture};
use crate::i18n::use_texts;
use domain::validate::MAX_NAME;
use leptos::{ev, html, prelude::*};

/// The submit button of a form. It ignores further presses while the form is being sent.
#[component]
pub fn Submit(
    #[prop(into)] pending: Signal<bool>,
    #[prop(optional)] fits: bool,
    /// Set for an action that cannot be undone.
    #[prop(optional)]
    danger: bool,
    children: Children,
) -> impl IntoView {
    let once = move |event: ev::MouseEvent| {
        if pending.get_untracked() {
            event.prevent_default();
        }
    };
    view! {
        <button
            class="button primary big"
            class:danger=danger
            class:full=!fits
            aria-busy=move || pending.get().then_some("true")
            on:click=once
        >
            {children()}
        </button>
    }
}

/// The field for the current password, with a button that shows the password. The field accepts pasted passwords and
/// password managers. After a refusal the field gets the focus.
#[component]
pub fn PasswordField(
    #[prop(optional)] input: NodeRef<html::Input>,
    #[prop(optional)] label: Option<&'static str>,
    #[prop(optional, into)] wrong: Signal<bool>,
    /// Set if the form was refused, for any reason.
    #[prop(optional)]
    again: bool,
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
                    autofocus=again || wrong.get_untracked()
                    aria-invalid=move || wrong.get().then_some("true")
                    node_ref=input
                />
                <ShowSecret field="password" shown=shown />
            </div>
        </div>
    }
}

/// The button that shows or hides the value of a secret field.
#[component]
pub fn ShowSecret(field: &'static str, shown: RwSignal<bool>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <button
            class="button quiet small needs-scripts"
            type="button"
            aria-controls=field
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
    }
}

/// The field for the login of a student, or for the user name or mail address of a member.
#[component]
pub fn NameField(
    label: &'static str,
    #[prop(optional_no_strip)] value: Option<String>,
    #[prop(optional)] hint: Option<String>,
    #[prop(optional, into)] wrong: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for="username">{label}</label>
            <input
                class="input"
                id="username"
                name="username"
                autocomplete="username"
                autocapitalize="none"
                spellcheck="false"
                maxlength=MAX_NAME.to_string()
                required
                autofocus=wrong.get_untracked()
                value=value
                aria-invalid=move || wrong.get().then_some("true")
                aria-describedby=hint.as_ref().map(|_| "username-hint")
            />
            {hint.map(|hint| view! { <p class="hint" id="username-hint">{hint}</p> })}
        </div>
    }
}
