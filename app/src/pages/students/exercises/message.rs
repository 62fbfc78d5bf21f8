//! The exercise *message*: write, compare what arrived, name what was harmed, read why.
//!
//! Before the answer the page has the same elements, classes and fields in every round, so that nothing but the texts in
//! the inboxes tells what has happened.

mod inboxes;

use super::{AtHome, exercise_page};
use crate::{
    components::{Alert, Icon, Picture, Submit, textarea_text},
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::{AnswerMessage, SendMessage, load_message_exercise},
};
use domain::{
    class::ClassState,
    exercises::{
        Exercise,
        message::{Answered, Harm, MAX_CHARACTERS},
    },
    view::MessageView,
};
use inboxes::Inboxes;
use leptos::{form::ActionForm, prelude::*};
use texts::Texts;

pub fn page() -> impl IntoView {
    // The actions are created outside of `exercise_page`, because Leptos reads the refusal of a form without scripts when
    // the page begins to render.
    let send = ServerAction::<SendMessage>::new();
    let answer = ServerAction::<AnswerMessage>::new();
    show_form_errors(send);
    show_form_errors(answer);
    exercise_page(Exercise::Message, load_message_exercise, move |_, exercise| {
        view! { <MessageExercise exercise=exercise send=send answer=answer /> }
    })
}

#[component]
fn MessageExercise(
    exercise: MessageView,
    send: ServerAction<SendMessage>,
    answer: ServerAction<AnswerMessage>,
) -> impl IntoView {
    let texts = use_texts();
    let MessageView {
        state,
        revision,
        progress,
        shown,
    } = exercise;
    let passed = progress.passed();
    let paused = state == ClassState::Paused;
    let refused = Signal::derive(move || {
        let problem = send.value().get().and_then(Result::err);
        let problem = problem.or_else(|| answer.value().get().and_then(Result::err));
        problem.map(|problem| i18n::problem_text(texts, &problem, ""))
    });
    let sent = shown.as_ref().map(|shown| shown.sent.clone());
    view! {
        <Alert text=refused />
        {(progress.round > 0)
            .then(|| view! {
                <p class="soft">
                    {texts.exercise_message_round(progress.round)} " · "
                    {texts.exercise_message_named(progress.named.len())}
                </p>
            })}
        {progress.last.map(|answered| view! { <Explanation answered=answered /> })}
        {shown.map(|shown| view! { <Inboxes shown=shown /> })}
        {if progress.open {
            view! { <Question action=answer revision=revision paused=paused /> }.into_any()
        } else {
            view! { <Write action=send revision=revision text=sent paused=paused /> }.into_any()
        }}
        {passed.then(|| view! { <AtHome text=texts.exercise_message_home() /> })}
    }
}

/// The form for the first message, or for the next one with the text of the last one.
#[component]
fn Write(action: ServerAction<SendMessage>, revision: u32, text: Option<String>, paused: bool) -> impl IntoView {
    let texts = use_texts();
    let (title, lead) = match text {
        None => (
            texts.exercise_message_write_title(),
            texts.exercise_message_write_text(),
        ),
        Some(_) => (
            texts.exercise_message_again_title(),
            texts.exercise_message_again_text(),
        ),
    };
    let is_first = text.is_none();
    let empty = || {
        view! {
            <textarea
                class="input"
                id="text"
                name="text"
                rows="3"
                dir="auto"
                autocomplete="off"
                maxlength=MAX_CHARACTERS.to_string()
                required
                disabled=paused
                aria-describedby="text-hint"
            ></textarea>
        }
    };
    let field = match &text {
        None => empty().into_any(),
        Some(text) => empty().into_inner().child(textarea_text(text)).into_any(),
    };
    view! {
        <section class="card" aria-labelledby="write">
            <h2 id="write">{title}</h2>
            <p>{lead}</p>
            <ActionForm action=action attr:class="form">
                <input type="hidden" name="revision" value=revision.to_string() />
                <div class="field">
                    <label for="text">{texts.exercise_message_field()}</label>
                    {field}
                    <p class="hint" id="text-hint">
                        {texts.exercise_message_hint(MAX_CHARACTERS)}
                        {is_first.then(|| view! { " " {texts.exercise_message_example()} })}
                    </p>
                </div>
                {(!paused)
                    .then(|| view! {
                        <Submit fits=true>{texts.exercise_message_send()} " " <Picture icon=Icon::Arrow /></Submit>
                    })}
            </ActionForm>
        </section>
    }
}

#[component]
fn Question(action: ServerAction<AnswerMessage>, revision: u32, paused: bool) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="card" aria-labelledby="question">
            <h2 id="question">{texts.exercise_message_question()}</h2>
            <p>{texts.exercise_message_compare()}</p>
            <ActionForm action=action attr:class="form">
                <input type="hidden" name="revision" value=revision.to_string() />
                <div role="radiogroup" aria-labelledby="question">
                    {Harm::ALL
                        .map(|harm| {
                            let (name, about) = words(texts, harm);
                            view! {
                                <label class="check">
                                    <input type="radio" name="answer" value=harm.code() required disabled=paused />
                                    <span>
                                        <strong>{name}</strong>
                                        <small>{about}</small>
                                    </span>
                                </label>
                            }
                        })
                        .collect_view()}
                </div>
                {(!paused).then(|| view! { <Submit fits=true>{texts.exercise_message_answer()}</Submit> })}
            </ActionForm>
        </section>
    }
}

/// What happened in the round that the student has just answered.
#[component]
fn Explanation(answered: Answered) -> impl IntoView {
    let texts = use_texts();
    let (name, _) = words(texts, answered.harm);
    let why = match answered.harm {
        Harm::Confidentiality => texts.exercise_message_why_confidentiality(),
        Harm::Integrity => texts.exercise_message_why_integrity(),
        Harm::Availability => texts.exercise_message_why_availability(),
    };
    let is_right = answered.is_right();
    let (icon, title) = match is_right {
        true => (Icon::Check, texts.exercise_message_right(name)),
        false => (Icon::Wrong, texts.exercise_message_wrong(name)),
    };
    view! {
        <div class="note" class:good=is_right class:bad=!is_right role="status">
            <Picture icon=icon />
            <strong>{title}</strong>
            <p>{why}</p>
        </div>
    }
}

/// The name of what can be harmed, and how a student recognises it.
const fn words(texts: Texts, harm: Harm) -> (&'static str, &'static str) {
    match harm {
        Harm::Confidentiality => (
            texts.exercise_message_confidentiality(),
            texts.exercise_message_confidentiality_about(),
        ),
        Harm::Integrity => (
            texts.exercise_message_integrity(),
            texts.exercise_message_integrity_about(),
        ),
        Harm::Availability => (
            texts.exercise_message_availability(),
            texts.exercise_message_availability_about(),
        ),
    }
}
