//! Parts that several forms share: submit button, name field.

use domain::validate::MAX_NAME;
use leptos::prelude::*;

/// The submit button of a form.
#[component]
pub fn Submit(
    #[prop(optional)] fits: bool,
    /// Set for an action that cannot be undone.
    #[prop(optional)]
    danger: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <button class="button primary big" class:danger=danger class:full=!fits>
            {children()}
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
    /// Focuses the field when the page opens.
    #[prop(optional)]
    focused: bool,
    /// Set if the browser can suggest passkeys here.
    #[prop(optional)]
    passkeys: bool,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for="username">{label}</label>
            <input
                class="input"
                id="username"
                name="username"
                autocomplete=if passkeys { "username webauthn" } else { "username" }
                autocapitalize="none"
                spellcheck="false"
                maxlength=MAX_NAME.to_string()
                required
                autofocus=focused || wrong.get_untracked()
                value=value
                aria-invalid=move || wrong.get().then_some("true")
                aria-describedby=hint.as_ref().map(|_| "username-hint")
            />
            {hint.map(|hint| view! { <p class="hint" id="username-hint">{hint}</p> })}
        </div>
    }
}
