//! The lesson page after the four stages: what is done, the next exercise, and what the teacher opens later.

use super::finish::Laps;
use crate::{
    components::{At, Icon, Picture},
    i18n::{self, use_texts},
    islands::FollowClass,
    pages::students::{hand::HandButton, questions::QuestionsCard},
};
use domain::{
    class::ClassState,
    exercises::{Exercise, Standing, next_exercise, passed_at, standing},
    view::LessonView,
};
use leptos::prelude::*;

#[component]
pub fn Exercises(lesson: LessonView) -> impl IntoView {
    let texts = use_texts();
    let all: Vec<Exercise> = lesson.lesson.exercises().collect();
    let passed = all
        .iter()
        .filter(|exercise| passed_at(&lesson.exercises, **exercise).is_some())
        .count();
    let progress = texts.exercises_progress(all.len() as u64, passed);
    let is_ahead = next_exercise(lesson.lesson, &lesson.exercises).is_none();
    let standings = Exercise::ALL.into_iter().filter_map(|exercise| {
        let standing = standing(lesson.lesson, &lesson.exercises, exercise)?;
        Some((exercise, standing))
    });
    view! {
        <main class="page reading" id="main">
            <header class="lesson-head">
                <p class="eyebrow">{lesson.title.clone()}</p>
                <h1 tabindex="-1">{texts.exercises_hello()}</h1>
                <p class="soft">{progress.clone()}</p>
                <progress max=all.len().to_string() value=passed.to_string() aria-label=progress></progress>
            </header>
            {(lesson.state == ClassState::Paused)
                .then(|| view! {
                    <div class="note warn" role="status">
                        <strong>{texts.lesson_paused_title()}</strong>
                        <p>{texts.exercises_paused()}</p>
                    </div>
                })}
            <FollowClass state=lesson.state shown=lesson.shown.clone() asked=lesson.asked.clone() />
            <noscript inner_html=r#"<meta http-equiv="refresh" content="15">"#></noscript>
            {lesson.questions.map(|phase| view! { <QuestionsCard phase=phase /> })}
            <details class="disclosure">
                <summary>{texts.exercises_steps_done()}</summary>
                <div>
                    <Laps lesson=lesson.clone() />
                </div>
            </details>
            <ol class="path" role="list">
                {standings.map(|(exercise, standing)| view! { <Item exercise=exercise standing=standing /> }).collect_view()}
            </ol>
            {is_ahead.then(|| view! { <p class="note">{texts.exercises_wait()}</p> })}
            <HandButton hand=lesson.hand from="/lesson" />
        </main>
    }
}

#[component]
fn Item(exercise: Exercise, standing: Standing) -> impl IntoView {
    let texts = use_texts();
    let name = i18n::exercise_name(texts, exercise);
    let address = format!("/lesson/{}", exercise.code());
    match standing {
        Standing::Passed(at) => view! {
            <li class="done">
                <div>
                    <h2>{name}</h2>
                    <p>
                        {texts.lesson_done_at()} " " <At time=at />
                    </p>
                </div>
            </li>
        }
        .into_any(),
        Standing::Next => view! {
            <li class="now" aria-current="step">
                <div class="card stack">
                    <h2>{name}</h2>
                    <p>{i18n::exercise_about(texts, exercise)}</p>
                    <p>
                        <a class="button primary big" href=address>
                            {texts.exercises_start()} " " <Picture icon=Icon::Arrow />
                        </a>
                    </p>
                </div>
            </li>
        }
        .into_any(),
        Standing::Open => view! {
            <li class="later">
                <div>
                    <h2>
                        <a class="link" href=address>
                            {name}
                        </a>
                    </h2>
                </div>
            </li>
        }
        .into_any(),
        Standing::Later => view! {
            <li class="later">
                <div>
                    <h2>{name}</h2>
                    <p class="soft">{texts.exercises_later()}</p>
                </div>
            </li>
        }
        .into_any(),
    }
}
