//! Form fields that show their error beside them. With scripts the error appears when the user leaves the field,
//! without scripts after the form was refused.

use crate::components::{Icon, Picture, ShowSecret};
use crate::i18n::{self, use_texts};
use domain::{password_strength::estimate_strength, registration};
use leptos::{ev, prelude::*, web_sys::HtmlInputElement};

/// A function that checks the value of a field in the browser and returns the error text.
pub type Rule = Callback<String, Option<&'static str>>;

/// The error to show: the result of `rule` if the user has changed the field since the last response, otherwise the
/// error from the server.
fn fault(
    typed: RwSignal<Option<String>>,
    rule: Rule,
    refused: Signal<Option<&'static str>>,
) -> Signal<Option<&'static str>> {
    // The error from the server is about the value that was sent, so `rule` is not used until the user changes the
    // field again.
    Effect::new(move |_| {
        if refused.get().is_some() {
            typed.set(None);
        }
    });
    Signal::derive(move || match typed.get() {
        Some(text) => rule.run(text),
        None => refused.get(),
    })
}

fn described_by(name: &str, hint: bool, wrong: bool) -> Option<String> {
    let ids: Vec<String> = [(hint, "hint"), (wrong, "error")]
        .into_iter()
        .filter(|(there, _)| *there)
        .map(|(_, part)| format!("{name}-{part}"))
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

#[component]
fn FieldError(name: &'static str, #[prop(into)] text: Signal<Option<&'static str>>) -> impl IntoView {
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

#[component]
pub fn TextField(
    name: &'static str,
    label: &'static str,
    #[prop(optional)] kind: Option<&'static str>,
    autocomplete: &'static str,
    #[prop(optional_no_strip)] hint: Option<&'static str>,
    #[prop(optional, into)] value: String,
    #[prop(default = 254)] longest: usize,
    rule: Rule,
    #[prop(into)] refused: Signal<Option<&'static str>>,
) -> impl IntoView {
    let typed = RwSignal::new(None::<String>);
    let fault = fault(typed, rule, refused);
    let changed = move |event: ev::Targeted<ev::Event, HtmlInputElement>| typed.set(Some(event.target().value()));
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                class="input"
                id=name
                name=name
                type=kind.unwrap_or("text")
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                maxlength=longest.to_string()
                required
                value=value
                autofocus=fault.get_untracked().is_some()
                aria-invalid=move || fault.get().map(|_| "true")
                aria-describedby=move || described_by(name, hint.is_some(), fault.get().is_some())
                on:change:target=changed
            />
            <FieldError name=name text=fault />
            {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
        </div>
    }
}

/// The fields for a new password with a strength meter, and for the repeated password.
#[component]
pub fn NewPasswordFields(
    name: &'static str,
    again: &'static str,
    label: &'static str,
    #[prop(into)] refused: Signal<registration::Faults>,
) -> impl IntoView {
    let texts = use_texts();
    let typed = RwSignal::new(String::new());
    let password_rule = Rule::new(move |text: String| {
        let fault = registration::password_length(&text).err()?;
        Some(i18n::password_fault_text(texts, fault))
    });
    let again_rule = Rule::new(move |text: String| (text != typed.get_untracked()).then(|| texts.fault_again()));
    let password_refused = Signal::derive(move || {
        let fault = refused.get().password?;
        Some(i18n::password_fault_text(texts, fault))
    });
    let again_refused = Signal::derive(move || refused.get().again.then(|| texts.fault_again()));
    view! {
        <SecretField
            name=name
            label=label
            hint=texts.register_password_hint()
            rule=password_rule
            refused=password_refused
            follows=typed
        />
        <Strength typed=typed />
        <SecretField name=again label=texts.register_again() rule=again_rule refused=again_refused />
    }
}

#[component]
fn SecretField(
    name: &'static str,
    label: &'static str,
    #[prop(optional)] hint: Option<&'static str>,
    rule: Rule,
    #[prop(into)] refused: Signal<Option<&'static str>>,
    /// Receives the text of the field at every key press.
    #[prop(optional)]
    follows: Option<RwSignal<String>>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let typed = RwSignal::new(None::<String>);
    let fault = fault(typed, rule, refused);
    let changed = move |event: ev::Targeted<ev::Event, HtmlInputElement>| typed.set(Some(event.target().value()));
    let follow = move |event: ev::Targeted<ev::Event, HtmlInputElement>| {
        if let Some(follows) = follows {
            follows.set(event.target().value());
        }
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <div class="input-with">
                <input
                    class="input"
                    id=name
                    name=name
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete="new-password"
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength="1000"
                    required
                    autofocus=fault.get_untracked().is_some()
                    aria-invalid=move || fault.get().map(|_| "true")
                    aria-describedby=move || described_by(name, hint.is_some(), fault.get().is_some())
                    on:input:target=follow
                    on:change:target=changed
                />
                <ShowSecret field=name shown=shown />
            </div>
            <FieldError name=name text=fault />
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
