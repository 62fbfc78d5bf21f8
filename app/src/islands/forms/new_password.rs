//! The fields for a new password with a strength meter, and for the repeated password.

use super::secret_input::SecretInput;
use crate::{
    components::{FieldError, described_by},
    i18n::{self, use_texts},
};
use domain::{
    password_strength::estimate_strength,
    registration::{self, Faults},
};
use leptos::{html, prelude::*};

#[component]
pub fn NewPasswordFields(name: String, again: String, label: String, refused: Faults) -> impl IntoView {
    let texts = use_texts();
    let typed = RwSignal::new(String::new());
    let password_fault = RwSignal::new(refused.password.map(|fault| i18n::password_fault_text(texts, fault)));
    let again_fault = RwSignal::new(refused.again.then(|| texts.fault_again()));
    let check_password = Callback::new(move |text: String| {
        let fault = registration::password_length(&text).err();
        password_fault.set(fault.map(|fault| i18n::password_fault_text(texts, fault)));
    });
    let check_again = Callback::new(move |text: String| {
        again_fault.set((text != typed.get_untracked()).then(|| texts.fault_again()));
    });
    let input = NodeRef::<html::Input>::new();
    // The user can have typed before the field was hydrated.
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            typed.set(input.value());
        }
    });
    view! {
        <NewSecret
            name=name
            label=label
            hint=Some(texts.register_password_hint())
            fault=password_fault
            input=input
            on_input=Callback::new(move |text| typed.set(text))
            on_change=check_password
        />
        <Strength typed=typed />
        <NewSecret name=again label=texts.register_again().to_owned() hint=None fault=again_fault on_change=check_again />
    }
}

#[component]
fn NewSecret(
    name: String,
    label: String,
    hint: Option<&'static str>,
    fault: RwSignal<Option<&'static str>>,
    #[prop(optional)] input: NodeRef<html::Input>,
    #[prop(optional)] on_input: Option<Callback<String>>,
    on_change: Callback<String>,
) -> impl IntoView {
    let id = name.clone();
    let described = Signal::derive(move || described_by(&id, hint.is_some(), fault.read().is_some()));
    view! {
        <div class="field">
            <label for=name.clone()>{label}</label>
            <SecretInput
                name=name.clone()
                autocomplete="new-password"
                autofocus=fault.read_untracked().is_some()
                invalid=Signal::derive(move || fault.read().is_some())
                described_by=described
                input=input
                on_input=on_input.unwrap_or_else(|| Callback::new(|_| {}))
                on_change=on_change
            />
            <FieldError name=name.clone() text=Signal::derive(move || fault.get().map(str::to_owned)) />
            {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
        </div>
    }
}

/// The strength meter. It appears while the user types, so it needs scripts.
#[component]
fn Strength(typed: RwSignal<String>) -> impl IntoView {
    let texts = use_texts();
    move || {
        let text = typed.get();
        (!text.is_empty()).then(|| {
            let strength = estimate_strength(&text);
            let value = strength as u8 + 1;
            view! {
                <div class="strength">
                    <progress max="4" value=value.to_string() aria-label=texts.register_strength()></progress>
                    <p role="status">{i18n::strength_text(texts, strength)}</p>
                </div>
            }
        })
    }
}
