//! A text field that shows its error beside it: the error of the server after a refusal, or the error of its rule when
//! the user leaves the changed field.

use crate::{
    browser,
    components::{FieldError, described_by},
    i18n::{self, use_texts},
};
use domain::registration;
use leptos::{ev, html, prelude::*, web_sys::HtmlInputElement};
use serde::{Deserialize, Serialize};
use texts::Texts;

/// The rule that the browser checks.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Rule {
    Username,
    Email,
}

impl Rule {
    fn fault(self, texts: Texts, text: &str) -> Option<&'static str> {
        match self {
            Self::Username => Some(i18n::username_fault_text(texts, registration::username(text).err()?)),
            Self::Email => Some(i18n::email_fault_text(texts, registration::email(text).err()?)),
        }
    }
}

#[component]
pub fn TextField(
    rule: Rule,
    name: String,
    label: String,
    hint: Option<String>,
    value: String,
    refused: Option<String>,
) -> impl IntoView {
    let texts = use_texts();
    let (kind, autocomplete) = match rule {
        Rule::Username => ("text", "username"),
        Rule::Email => ("email", "email"),
    };
    let focused = refused.is_some();
    let fault = RwSignal::new(refused);
    let check = move |input: &HtmlInputElement| fault.set(rule.fault(texts, &input.value()).map(str::to_owned));
    let changed = move |event: ev::Targeted<ev::Event, HtmlInputElement>| check(&event.target());
    let input = NodeRef::<html::Input>::new();
    // The user can have changed and left the field before it was hydrated.
    Effect::new(move |_| {
        if let Some(input) = input.get().filter(browser::was_changed_and_left) {
            check(&input);
        }
    });
    let (id, has_hint) = (name.clone(), hint.is_some());
    view! {
        <div class="field">
            <label for=name.clone()>{label}</label>
            <input
                class="input"
                id=name.clone()
                name=name.clone()
                type=kind
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                maxlength="254"
                required
                value=value
                autofocus=focused
                aria-invalid=move || fault.read().as_ref().map(|_| "true")
                aria-describedby=move || described_by(&id, has_hint, fault.read().is_some())
                node_ref=input
                on:change:target=changed
            />
            <FieldError name=name.clone() text=fault />
            {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
        </div>
    }
}
