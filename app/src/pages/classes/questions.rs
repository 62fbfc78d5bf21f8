//! The page on which a teacher chooses the questions before and after the lesson, and the list of what a class has gained.

use super::of_address::page_of_class;
use crate::{
    components::{Alert, Icon, Picture},
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    problem::Problem,
    server_fns::{ChooseQuestions, QuestionsOutcome, QuestionsPage, load_questions_page},
};
use domain::{
    ids::ClassId,
    questions::{MIN_ANSWERS, Tally},
    view::QuestionResults,
};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use texts::Texts;

#[component]
pub fn ClassQuestionsPage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.questions_title() />
        {page_of_class(load_questions_page, |page| view! { <Questions page=page /> })}
    }
}

#[component]
fn Questions(page: QuestionsPage) -> impl IntoView {
    let texts = use_texts();
    let questions = page.questions;
    let class = questions.id;
    let action = ServerAction::<ChooseQuestions>::new();
    show_form_errors(action);
    let trouble = Signal::derive(move || {
        let problem = action.value().get()?.err()?;
        Some(i18n::problem_text_for_teacher(texts, &problem))
    });
    let is_on = !questions.results.set.is_none();
    view! {
        <main class="page reading" id="main">
            <header class="page-head">
                <div>
                    <p class="eyebrow">{questions.title}</p>
                    <h1 tabindex="-1">{texts.questions_title()}</h1>
                    <p class="lead">{texts.questions_lead()}</p>
                </div>
                <div class="row">
                    <a class="button quiet" href=format!("/classes/{class}")>
                        <Picture icon=Icon::Back />
                        " "
                        {texts.help_back()}
                    </a>
                </div>
            </header>
            <div class="stack loose">
                <Alert text=trouble />
                {page.outcome.map(|outcome| view! { <Outcome outcome=outcome /> })}
                <section class="card stack" aria-label=texts.questions_choose()>
                    <ActionForm action=action attr:class="row">
                        <input type="hidden" name="id" value=class.to_string() />
                        <button class="button primary" name="on" value="true">{texts.questions_use_built_in()}</button>
                        {is_on
                            .then(|| view! {
                                <button class="button" name="on" value="false">{texts.questions_switch_off()}</button>
                            })}
                    </ActionForm>
                    <UploadForm class=class />
                    {is_on.then(|| view! { <p class="fine">{texts.questions_replace_hint()}</p> })}
                </section>
                {is_on
                    .then(|| view! {
                        <section class="stack" aria-labelledby="chosen">
                            <h2 id="chosen">{texts.questions_chosen()}</h2>
                            <Gains texts=texts results=questions.results />
                        </section>
                    })}
            </div>
        </main>
    }
}

#[component]
fn UploadForm(class: ClassId) -> impl IntoView {
    let texts = use_texts();
    view! {
        <form
            class="form"
            method="post"
            action=format!("/classes/{class}/questions-file")
            enctype="multipart/form-data"
        >
            <div class="field">
                <label for="file">{texts.questions_file()}</label>
                <input
                    class="input"
                    id="file"
                    name="file"
                    type="file"
                    accept=".gift,.txt,text/plain"
                    aria-describedby="file-hint"
                    required
                />
                <p class="hint" id="file-hint">
                    {texts.questions_file_hint()}
                </p>
            </div>
            <button class="button">{texts.questions_upload()}</button>
        </form>
    }
}

#[component]
fn Outcome(outcome: QuestionsOutcome) -> impl IntoView {
    let texts = use_texts();
    let (is_good, lines) = match outcome {
        QuestionsOutcome::Off => (true, vec![texts.questions_are_off().to_owned()]),
        QuestionsOutcome::BuiltIn => (true, vec![texts.questions_are_on().to_owned()]),
        QuestionsOutcome::Own(number) => (true, vec![texts.questions_read(number as u64)]),
        QuestionsOutcome::Refused(refusal) => {
            let problem = Problem::from(refusal);
            (false, vec![i18n::problem_text_for_teacher(texts, &problem)])
        }
        QuestionsOutcome::NotUnderstood(faults) => {
            let title = core::iter::once(texts.questions_not_read().to_owned());
            let faults = faults.into_iter().map(|fault| i18n::gift_fault_text(texts, fault));
            (false, title.chain(faults).collect())
        }
    };
    let (class, role, icon) = match is_good {
        true => ("note good", "status", Icon::Check),
        false => ("note bad", "alert", Icon::Warn),
    };
    view! {
        <div class=class role=role>
            <Picture icon=icon />
            <div>{lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}</div>
        </div>
    }
}

/// The questions with their right answers, and how many percent were right before and after the lesson.
#[component]
pub fn Gains(texts: Texts, results: QuestionResults) -> impl IntoView {
    let percent = move |tally: Tally| match tally.percent() {
        Some(percent) => texts.questions_percent(percent),
        None => "–".to_owned(),
    };
    let questions = i18n::questions_with_answers(texts, &results.set)
        .into_iter()
        .zip(results.gains);
    let row = move |((question, right), gain): ((String, String), domain::questions::QuestionGain)| {
        view! {
            <tr>
                <th scope="row">
                    {question} <br /> <span class="soft">{texts.questions_right(right)}</span>
                </th>
                <td class="num" data-label=texts.questions_column_before()>{percent(gain.before)}</td>
                <td class="num" data-label=texts.questions_column_after()>{percent(gain.after)}</td>
                <td class="num" data-label=texts.questions_column_gain()>
                    {gain.points().map_or_else(|| "–".to_owned(), |points| format!("{points:+}"))}
                </td>
            </tr>
        }
    };
    view! {
        <table class="table gains">
            <thead>
                <tr>
                    <th scope="col">{texts.questions_question()}</th>
                    <th class="num" scope="col">{texts.questions_column_before()}</th>
                    <th class="num" scope="col">{texts.questions_column_after()}</th>
                    <th class="num" scope="col">{texts.questions_column_gain()}</th>
                </tr>
            </thead>
            <tbody>{questions.map(row).collect_view()}</tbody>
        </table>
        <p class="fine">{texts.questions_few(MIN_ANSWERS)}</p>
    }
}
