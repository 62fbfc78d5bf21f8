//! The one field for six digits (DESIGN 8): one real input with decorative slots, sent by itself once, cleared
//! and focused again after an error.

use crate::{browser, visitor::use_texts};
use domain::code::Code;
use leptos::{ev, html, prelude::*, web_sys::HtmlInputElement};

/// `wrong` is true while the last code was refused: from then on the field waits for the button.
#[component]
pub fn CodeField(
    #[prop(into)] wrong: Signal<bool>,
    #[prop(into)] hint: Option<&'static str>,
    /// Where the field is what the page is about; elsewhere the page would open scrolled past its beginning.
    #[prop(optional)]
    focused: bool,
    /// Where the code comes from, if not from the app.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let texts = use_texts();
    let input = NodeRef::<html::Input>::new();
    let sent = StoredValue::new(false);
    let send_once = move |input: &HtmlInputElement| {
        let complete = Code::parse(&input.value()).is_ok();
        if complete && !sent.get_value() {
            sent.set_value(true);
            browser::submit_form_of(input);
        }
    };
    Effect::new(move |_| {
        let Some(input) = input.get() else { return };
        if wrong.get() {
            sent.set_value(true);
            input.set_value("");
            let _ = input.focus();
        } else if browser::was_typed_into(&input) {
            // While the page was waking. What a browser has kept from before stays there for the button.
            send_once(&input);
        }
    });
    let typed = move |event: ev::Targeted<ev::Event, HtmlInputElement>| send_once(&event.target());
    view! {
        <div class="field">
            <label for="code">{label.unwrap_or_else(|| texts.code_label())}</label>
            <div class="code-field">
                <input
                    id="code"
                    name="code"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    maxlength="64"
                    required
                    autofocus=focused || wrong.get_untracked()
                    aria-invalid=move || wrong.get().then_some("true")
                    aria-describedby=hint.map(|_| "code-hint")
                    node_ref=input
                    on:input:target=typed
                />
                <span class="slots" aria-hidden="true">
                    <i></i>
                    <i></i>
                    <i></i>
                    <i></i>
                    <i></i>
                    <i></i>
                </span>
            </div>
            {hint.map(|hint| view! { <p class="hint" id="code-hint">{hint}</p> })}
        </div>
    }
}
