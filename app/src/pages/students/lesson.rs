//! The student's lesson page: the four steps, then the exercises, and at the end what the student has learned.

mod exercises;
mod finish;
mod steps;

use crate::{
    components::{LessonOver, LoadError, loaded},
    i18n::use_texts,
    islands::{FollowClass, ForgetAccounts, Keep},
    pages::students::{hand::HandButton, questions::QuestionsCard},
    server_fns::load_lesson,
};
use domain::{class::ClassState, exercises::passed_at, stage::Stage, view::LessonView};
use exercises::Exercises;
use finish::Finish;
use leptos::prelude::*;
use leptos_meta::Title;
use steps::Path;

#[component]
pub fn LessonPage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.site_my_lesson() />
        {loaded(async move {
            match load_lesson().await {
                Ok(lesson) => view! { <Lesson lesson=lesson /> }.into_any(),
                Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
            }
        })}
    }
}

#[component]
fn Lesson(lesson: LessonView) -> impl IntoView {
    let keep = match lesson.state {
        ClassState::Ended => Keep::Nothing,
        _ => Keep::Only(lesson.login.clone()),
    };
    let stages_done = lesson.stages.next().is_none();
    let passed = |exercise| passed_at(&lesson.exercises, exercise).is_some();
    let all_done = stages_done && lesson.lesson.exercises().all(passed);
    view! {
        <ForgetAccounts keep=keep />
        {match (all_done, stages_done, lesson.state) {
            (true, ..) | (false, true, ClassState::Ended) => view! { <Finish lesson=lesson /> }.into_any(),
            (false, false, ClassState::Ended) => view! { <LessonOver /> }.into_any(),
            (false, true, _) => view! { <Exercises lesson=lesson /> }.into_any(),
            (false, false, _) => view! { <Steps lesson=lesson /> }.into_any(),
        }}
    }
}

#[component]
fn Steps(lesson: LessonView) -> impl IntoView {
    let texts = use_texts();
    let done = Stage::ALL
        .into_iter()
        .filter(|stage| lesson.stages.is_reached(*stage))
        .count();
    let heading = if done == 3 {
        texts.lesson_almost().to_owned()
    } else {
        texts.lesson_hello(&lesson.login)
    };
    let progress = texts.lesson_progress(done);
    view! {
        <main class="page reading" id="main">
            <header class="lesson-head">
                <p class="eyebrow">{lesson.title.clone()} " · " {texts.help_seat(lesson.seat)}</p>
                <h1 tabindex="-1">{heading}</h1>
                <p class="soft">{progress.clone()}</p>
                <progress max="4" value=done.to_string() aria-label=progress></progress>
            </header>
            {(lesson.state == ClassState::Paused)
                .then(|| view! {
                    <div class="note warn" role="status">
                        <strong>{texts.lesson_paused_title()}</strong>
                        <p>{texts.menu_paused_lesson()}</p>
                    </div>
                    <noscript inner_html=r#"<meta http-equiv="refresh" content="15">"#></noscript>
                })}
            <FollowClass state=lesson.state shown=lesson.shown.clone() asked=lesson.asked.clone() />
            {lesson.questions.map(|phase| view! { <QuestionsCard phase=phase /> })}
            <Path lesson=lesson.clone() />
            <HandButton hand=lesson.hand from="/lesson" />
        </main>
    }
}
