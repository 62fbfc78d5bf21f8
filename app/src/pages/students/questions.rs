//! The questions before and after the lesson: the page on which a student answers them, and the card that leads to it.

use crate::{
    components::{Alert, Icon, LoadError, Picture, loaded},
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::{AnswerQuestions, load_questions},
};
use domain::{
    class::ClassState,
    questions::Phase,
    view::{AskedQuestion, StudentQuestions},
};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;

/// On the lesson page: the questions can be answered now.
#[component]
pub fn QuestionsCard(phase: Phase) -> impl IntoView {
    let texts = use_texts();
    let (title, text) = match phase {
        Phase::Before => (texts.questions_before(), texts.questions_before_text()),
        Phase::After => (texts.questions_after(), texts.questions_after_text()),
    };
    view! {
        <section class="note asked" aria-labelledby="questions">
            <Picture icon=Icon::Info />
            <div class="stack">
                <strong id="questions">{title}</strong>
                <p>{text}</p>
                <p>
                    <a class="button" href="/lesson/questions">
                        {texts.questions_open()}
                    </a>
                </p>
            </div>
        </section>
    }
}

#[component]
pub fn QuestionsPage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.questions_title() />
        {loaded(async move {
            match load_questions().await {
                Ok(questions) => view! { <Questions questions=questions /> }.into_any(),
                Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
            }
        })}
    }
}

#[component]
fn Questions(questions: StudentQuestions) -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<AnswerQuestions>::new();
    show_form_errors(action);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &action.value().get()?.err()?, "")));
    let StudentQuestions {
        state,
        phase,
        set,
        own,
        orders,
    } = questions;
    let (title, lead) = match phase {
        Phase::Before => (texts.questions_before(), texts.questions_before_text()),
        Phase::After => (texts.questions_after(), texts.questions_after_text()),
    };
    let is_paused = state == ClassState::Paused;
    let shown = i18n::shown_questions(texts, own).into_iter().zip(orders).enumerate();
    view! {
        <main class="page reading" id="main">
            <header class="lesson-head">
                <p class="eyebrow">
                    <a class="link" href="/lesson">
                        {texts.exercises_back()}
                    </a>
                </p>
                <h1 tabindex="-1">{title}</h1>
                <p class="lead">{lead}</p>
            </header>
            <Alert text=trouble />
            <ActionForm action=action attr:class="form questions">
                <input type="hidden" name="phase" value=phase.code() />
                <input type="hidden" name="set" value=set />
                {shown
                    .map(|(number, (question, order))| {
                        view! { <QuestionField number=number question=question order=order /> }
                    })
                    .collect_view()}
                {match is_paused {
                    true => view! { <p class="note warn">{texts.exercises_paused()}</p> }.into_any(),
                    false => view! { <button class="button primary">{texts.questions_send()}</button> }.into_any(),
                }}
            </ActionForm>
        </main>
    }
}

/// One question. The value of a choice is its place on this page.
#[component]
fn QuestionField(number: usize, question: AskedQuestion, order: Vec<usize>) -> impl IntoView {
    let name = format!("answers[q{number}]");
    let choices = order.into_iter().enumerate().filter_map(|(place, choice)| {
        let text = question.choices.get(choice)?.clone();
        let name = name.clone();
        Some(view! {
            <label class="check">
                <input type="radio" name=name value=place.to_string() required />
                <span>{text}</span>
            </label>
        })
    });
    let choices = choices.collect_view();
    view! {
        <fieldset class="card stack">
            <legend>{format!("{}. {}", number + 1, question.text)}</legend>
            {choices}
        </fieldset>
    }
}
