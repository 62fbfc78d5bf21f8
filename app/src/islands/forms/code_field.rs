//! The field for a six-digit code. It is one input with six decorative slots. When the user types the sixth digit, the
//! field sends the form.

use crate::browser;
use domain::code::Code;
use leptos::{ev, html, prelude::*, web_sys::HtmlInputElement};

/// After a refused code (`wrong`) the field does not send the form itself: the user presses the button.
#[island]
pub fn CodeField(
    wrong: bool,
    label: String,
    hint: Option<String>,
    /// Focuses the field when the page opens. Set it only where the field is the main content, because the browser
    /// scrolls to a focused field.
    focused: bool,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let sent = StoredValue::new(wrong);
    let send_once = move |input: &HtmlInputElement| {
        let complete = Code::parse(&input.value()).is_ok();
        if complete && !sent.get_value() {
            sent.set_value(true);
            browser::submit_form_of(input);
        }
    };
    Effect::new(move |_| {
        // A code that the user entered before the field was hydrated is sent. A code that the browser has restored, for
        // example after a reload, is not: the user presses the button.
        if let Some(input) = input.get().filter(browser::was_typed_into) {
            send_once(&input);
        }
    });
    let typed = move |event: ev::Targeted<ev::Event, HtmlInputElement>| send_once(&event.target());
    view! {
        <div class="field">
            <label for="code">{label}</label>
            <div class="code-field">
                <input
                    id="code"
                    name="code"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    maxlength="64"
                    required
                    autofocus=focused || wrong
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=hint.as_ref().map(|_| "code-hint")
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
