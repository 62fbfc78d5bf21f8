//! The student's page: four steps, and always one clear next one.

mod finish;
mod path;

use crate::{
    call::load_lesson,
    component::{Message, NotFound, Scene, loaded},
    page::phone,
    visitor::use_texts,
    words,
};
use core::time::Duration;
use domain::{class::ClassState, refusal::Refusal, stage::Stage, view::LessonView};
use finish::Finish;
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use path::Path;

#[component]
pub fn LessonPage() -> impl IntoView {
    let texts = use_texts();
    let lesson = Resource::new_blocking(|| (), |()| load_lesson());
    view! {
        <Title text=texts.site_my_lesson() />
        {loaded(move || async move {
            match lesson.await {
                Ok(lesson) => view! { <Lesson lesson=lesson /> }.into_any(),
                Err(problem) if problem.refusal == Refusal::SignInFirst => ().into_any(),
                Err(problem) if problem.refusal == Refusal::NotFound => view! { <NotFound /> }.into_any(),
                Err(problem) => view! {
                    <Message
                        scene=Scene::Broken
                        title=texts.message_broken_title()
                        text=words::of_problem(texts, &problem, "")
                    >
                        <a class="button" href="/">{texts.site_first_page()}</a>
                    </Message>
                }
                .into_any(),
            }
        })}
    }
}

/// Looks now and then whether the lesson goes on.
#[component]
fn WhilePaused() -> impl IntoView {
    Effect::new(move |_| {
        let look = move || {
            spawn_local(async move {
                if load_lesson()
                    .await
                    .is_ok_and(|lesson| lesson.state != ClassState::Paused)
                {
                    crate::browser::leave_for("/lesson");
                }
            });
        };
        let looking = set_interval_with_handle(look, Duration::from_secs(5));
        on_cleanup(move || {
            if let Ok(looking) = looking {
                looking.clear();
            }
        });
    });
    view! { <noscript inner_html=r#"<meta http-equiv="refresh" content="15">"#></noscript> }
}

#[component]
fn Lesson(lesson: LessonView) -> impl IntoView {
    let texts = use_texts();
    let all_done = lesson.stages.next().is_none();
    phone::forget_others(&lesson.login, lesson.state == ClassState::Ended);
    if all_done {
        return view! { <Finish lesson=lesson /> }.into_any();
    }
    if lesson.state == ClassState::Ended {
        return view! {
            <Message scene=Scene::Over title=texts.lesson_over_title() text=texts.lesson_over_text()>
                <a class="button primary" href="/">{texts.site_first_page()}</a>
            </Message>
        }
        .into_any();
    }
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
                <p class="eyebrow">{lesson.title.clone()}</p>
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
                    <WhilePaused />
                })}
            <Path lesson=lesson />
        </main>
    }
    .into_any()
}
