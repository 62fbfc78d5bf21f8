//! The certificate that a student prints after the fourth stage. The student types the name for the paper in a field that
//! belongs to no form and has no name, so nothing sends it to the server.

use crate::{
    components::{Day, Icon, LoadError, Message, Picture, PrintButton, Scene, loaded},
    i18n::{self, use_texts},
    server_fns::load_lesson,
};
use domain::{
    exercises::{Exercise, passed_at},
    stage::Stage,
    time::Timestamp,
    view::LessonView,
};
use leptos::prelude::*;
use leptos_meta::Title;
use texts::Texts;

/// Longer names do not fit on one line of the paper.
const MAX_NAME: u8 = 40;

#[component]
pub fn CertificatePage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.certificate_title() />
        {loaded(async move {
            match load_lesson().await {
                Ok(lesson) => match lesson.stages.times()[Stage::SignedIn2fa.index()] {
                    Some(finished) => view! { <Certificate lesson=lesson finished=finished /> }.into_any(),
                    None => view! { <NotYet /> }.into_any(),
                },
                Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
            }
        })}
    }
}

/// Links to what a student takes home, for the last page of the lesson.
#[component]
pub fn TakeHome() -> impl IntoView {
    let texts = use_texts();
    view! {
        <p class="row">
            <a class="button" href="/lesson/certificate">{texts.certificate_title()}</a>
            <a class="button" href="/lesson/family-sheet">{texts.family_title()}</a>
        </p>
    }
}

#[component]
fn NotYet() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Message
            scene=Scene::SignedIn2fa
            title=texts.certificate_not_yet_title()
            text=texts.certificate_not_yet_text()
        >
            <a class="button primary" href="/lesson">{texts.site_my_lesson()}</a>
        </Message>
    }
}

#[component]
fn Certificate(lesson: LessonView, finished: Timestamp) -> impl IntoView {
    let texts = use_texts();
    view! {
        <main class="page reading stack loose" id="main">
            <header class="page-head no-print">
                <div>
                    <h1 tabindex="-1">{texts.certificate_title()}</h1>
                    <p class="lead">{texts.certificate_lead()}</p>
                </div>
                <div class="row">
                    <PrintButton label=texts.recovery_print() primary=true />
                </div>
            </header>
            <article class="certificate" aria-labelledby="certificate">
                <p class="eyebrow">{lesson.title.clone()}</p>
                <h2 id="certificate">{texts.certificate_heading()}</h2>
                <div class="field">
                    <label class="no-print" for="holder">{texts.certificate_name()}</label>
                    <input class="input" id="holder" maxlength=MAX_NAME.to_string() autocomplete="off" spellcheck="false" />
                </div>
                <p>{texts.certificate_text()}</p>
                <ul class="earned" role="list">
                    {earned(texts, &lesson)
                        .map(|name| view! {
                            <li>
                                <Picture icon=Icon::Check />
                                " "
                                {name}
                            </li>
                        })
                        .collect_view()}
                </ul>
                <p class="soft"><Day time=finished /></p>
            </article>
            <p class="no-print">
                <a class="link" href="/lesson">{texts.certificate_back()}</a>
            </p>
        </main>
    }
}

/// The four stages, and the passed exercises in the order of the lesson, also those that are switched off since.
fn earned(texts: Texts, lesson: &LessonView) -> impl Iterator<Item = &'static str> {
    let passed = |exercise: &Exercise| passed_at(&lesson.exercises, *exercise).is_some();
    let stages = Stage::ALL.into_iter().map(move |stage| i18n::stage_name(texts, stage));
    let exercises = Exercise::ALL.into_iter().filter(passed);
    stages.chain(exercises.map(move |exercise| i18n::exercise_name(texts, exercise)))
}
