//! The field for a six-digit code. It is one input with six decorative slots. When the user types the sixth digit, the
//! field sends the form. After an error the field is emptied and gets the focus.

use crate::{browser, i18n::use_texts};
use domain::code::Code;
use leptos::{ev, html, prelude::*, web_sys::HtmlInputElement};

/// `wrong` is true after a refused code. From then on the field does not send the form itself: the user presses the
/// button.
#[component]
pub fn CodeField(
    #[prop(into)] wrong: Signal<bool>,
    #[prop(into)] hint: Option<&'static str>,
    /// Focuses the field when the page opens. Set it only where the field is the main content, because the browser
    /// scrolls to a focused field.
    #[prop(optional)]
    focused: bool,
    /// The label, if the code does not come from an authenticator app.
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
            // The user entered a code before the page was hydrated. A code that the browser has restored, for example
            // after a reload, is not sent automatically: the user presses the button.
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
