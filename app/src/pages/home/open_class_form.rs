//! The form that opens a class, on the landing page and on a member's home page.

use super::{class_choices::ClassChoices, lesson_choice::LessonChoice};
use crate::{
    components::{Alert, Icon, Picture, Submit, loaded},
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::{OpenClass, OpenRehearsal, new_class_form},
};
use domain::{
    refusal::Refusal,
    validate::{DEFAULT_SEATS, MAX_SEATS, MAX_TITLE, MIN_SEATS},
};
use leptos::{form::ActionForm, prelude::*};

/// `owned` is true for a member: the account owns the class, so that no teacher link is needed.
#[component]
pub fn OpenClassForm(#[prop(optional)] owned: bool) -> impl IntoView {
    let texts = use_texts();
    let hint = if owned {
        texts.classes_seats_hint()
    } else {
        texts.home_seats_hint()
    };
    let open = ServerAction::<OpenClass>::new();
    show_form_errors(open);
    let rehearse = ServerAction::<OpenRehearsal>::new();
    show_form_errors(rehearse);
    let trouble = move || {
        let refused = open.value().get().and_then(Result::err);
        let problem = refused.or_else(|| rehearse.value().get()?.err())?;
        Some(i18n::problem_text(texts, &problem, ""))
    };
    let refusal = move || Some(open.value().get()?.err()?.refusal);
    view! {
        <section class="open-class card raised">
            <h2>{texts.home_open_title()}</h2>
            {loaded(async move {
                match new_class_form().await {
                    Ok(Some(kept)) => view! {
                        <ActionForm action=open attr:class="form" attr:novalidate=true>
                            <Alert text=Signal::derive(trouble) />
                            <input type="hidden" name="form" value=kept.seal />
                            <Fields title=kept.title seats=kept.seats refusal=Signal::derive(refusal) />
                            <LessonChoice typed=kept.lesson />
                            <ClassChoices />
                            <Submit>
                                {texts.home_open()} " " <Picture icon=Icon::Arrow />
                            </Submit>
                            <p class="fine" id="seats-hint">
                                {hint}
                            </p>
                            {(!owned).then(|| view! { <Rehearse /> })}
                        </ActionForm>
                    }
                    .into_any(),
                    Ok(None) => view! { <p>{texts.home_members_only()}</p> }.into_any(),
                    Err(problem) => view! { <p>{i18n::problem_text(texts, &problem, "")}</p> }.into_any(),
                }
            })}
        </section>
    }
}

#[component]
fn Fields(title: Option<String>, seats: Option<String>, refusal: Signal<Option<Refusal>>) -> impl IntoView {
    let texts = use_texts();
    let title_wrong = Signal::derive(move || matches!(refusal.get(), Some(Refusal::TitleTooLong { .. })));
    let seats_wrong = Signal::derive(move || matches!(refusal.get(), Some(Refusal::SeatsOutOfRange { .. })));
    view! {
        <div class="fields">
            <div class="field">
                <label for="title">{texts.home_class_title()}</label>
                <input
                    class="input"
                    id="title"
                    name="title"
                    maxlength=MAX_TITLE.to_string()
                    placeholder=texts.home_class_title_example()
                    autocomplete="off"
                    value=title
                    autofocus=title_wrong.get_untracked()
                    aria-invalid=move || title_wrong.get().then_some("true")
                />
            </div>
            <div class="field slim">
                <label for="seats">{texts.home_seats()}</label>
                <input
                    class="input"
                    id="seats"
                    name="seats"
                    type="number"
                    inputmode="numeric"
                    min=MIN_SEATS.to_string()
                    max=MAX_SEATS.to_string()
                    value=seats.unwrap_or_else(|| DEFAULT_SEATS.to_string())
                    required
                    autofocus=seats_wrong.get_untracked()
                    aria-invalid=move || seats_wrong.get().then_some("true")
                    aria-describedby="seats-hint"
                />
            </div>
        </div>
    }
}

/// Sends the form to another address, which opens a rehearsal: a class with simulated students.
#[component]
fn Rehearse() -> impl IntoView {
    let texts = use_texts();
    view! {
        <button class="button" formaction="/rehearsals" formnovalidate>
            {texts.rehearsal_open()} " " <Picture icon=Icon::Arrow />
        </button>
        <p class="fine">{texts.rehearsal_open_text()}</p>
    }
}
