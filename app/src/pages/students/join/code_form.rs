//! The field for a class code, on the page of the entry and on the landing page.

use super::of_door;
use crate::{
    components::{Alert, Icon, Picture, Submit},
    flash,
    i18n::use_texts,
    pages::form_errors::show_form_errors,
    server_fns::Join,
};
use domain::join_code::in_halves;
use leptos::{form::ActionForm, prelude::*};

/// The placeholder of the field: an example of a code.
const EXAMPLE: &str = "H7KM4P";
/// The maximum length of the field, with room for spaces and dashes.
const MOST_TYPED: &str = "16";

#[component]
pub fn CodeForm(
    typed: Option<String>,
    /// Set if the address contains the code: the page fills the code in, so that the student only presses the button.
    #[prop(optional)]
    ready: bool,
) -> impl IntoView {
    let texts = use_texts();
    let (join, trouble) = joining();
    view! {
        <section class="card alone">
            <header>
                <h1 tabindex="-1">{texts.join_title()}</h1>
                <p class="soft">{if ready { texts.join_typed_lead() } else { texts.join_lead() }}</p>
            </header>
            <ActionForm action=join attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <div class="field">
                    <CodeField typed=typed wrong=trouble.get_untracked().is_some() />
                    <p class="hint" id="join-code-hint">
                        {texts.join_code_hint()}
                    </p>
                </div>
                <Submit>{texts.join_go_on()} " " <Picture icon=Icon::Arrow /></Submit>
            </ActionForm>
        </section>
        <p>
            <a class="link" href="/sign-in">
                {texts.join_have_login()}
            </a>
        </p>
    }
}

/// The way of students from the landing page: with the code on the wall, or with a card.
#[component]
pub fn StudentEntry() -> impl IntoView {
    let texts = use_texts();
    let (join, trouble) = joining();
    view! {
        <section class="student-entry" aria-labelledby="student-entry">
            <h2 id="student-entry">{texts.home_student()}</h2>
            <ActionForm action=join attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <div class="fields">
                    <div class="field slim">
                        <CodeField typed=flash::typed("join_code") wrong=trouble.get_untracked().is_some() />
                    </div>
                    <button class="button">{texts.join_go_on()} " " <Picture icon=Icon::Arrow /></button>
                </div>
                <p class="fine" id="join-code-hint">
                    {texts.join_lead()}
                </p>
            </ActionForm>
            <a class="link" href="/sign-in">
                {texts.site_have_login()}
            </a>
        </section>
    }
}

/// The action of the form, and why the class code was refused.
fn joining() -> (ServerAction<Join>, Signal<Option<String>>) {
    let texts = use_texts();
    let join = ServerAction::<Join>::new();
    show_form_errors(join);
    let trouble = Signal::derive(move || Some(of_door(texts, &join.value().get()?.err()?)));
    (join, trouble)
}

#[component]
fn CodeField(typed: Option<String>, wrong: bool) -> impl IntoView {
    let texts = use_texts();
    view! {
        <label for="join-code">{texts.join_code()}</label>
        <input
            class="input mono"
            id="join-code"
            name="join_code"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            maxlength=MOST_TYPED
            placeholder=in_halves(EXAMPLE)
            required
            value=typed
            autofocus=wrong
            aria-invalid=wrong.then_some("true")
            aria-describedby="join-code-hint"
        />
    }
}
