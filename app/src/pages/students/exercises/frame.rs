//! What the pages of all exercises have in common: the way back, the gate, the button for help, and the end.

use crate::{
    components::{Icon, LessonOver, LoadError, Message, Picture, Scene, loaded},
    i18n::{self, use_texts},
    islands::{FollowClass, ForgetAccounts, Keep},
    pages::students::hand::HandButton,
    problem::Problem,
    server_fns::load_lesson,
};
use domain::{
    class::ClassState,
    exercises::{Exercise, passed_at},
    refusal::Refusal,
    view::LessonView,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page of an exercise. `load` loads what `show` shows; it is called for a student who may do the exercise now.
pub fn exercise_page<T, Fut, V>(
    exercise: Exercise,
    load: impl FnOnce() -> Fut + Send + 'static,
    show: impl FnOnce(&LessonView, T) -> V + Send + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    Fut: Future<Output = Result<T, Problem>> + Send + 'static,
    V: IntoView + 'static,
{
    let texts = use_texts();
    let page = async move {
        let lesson = load_lesson().await?;
        let content = match lesson.lesson.admits(exercise, lesson.stages, lesson.state) {
            Ok(()) => Ok(load().await?),
            Err(refusal) => Err(refusal),
        };
        Ok::<_, Problem>((lesson, content))
    };
    view! {
        <Title text=i18n::exercise_name(texts, exercise) />
        {loaded(async move {
            match page.await {
                Ok((lesson, Ok(content))) => {
                    let content = show(&lesson, content).into_any();
                    view! { <ExerciseFrame exercise=exercise lesson=lesson>{content}</ExerciseFrame> }.into_any()
                }
                Ok((_, Err(refusal @ Refusal::NotFound))) => view! { <LoadError problem=refusal.into() /> }.into_any(),
                Ok((lesson, Err(refusal))) => view! { <Closed lesson=lesson refusal=refusal /> }.into_any(),
                Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
            }
        })}
    }
}

#[component]
pub fn ExerciseFrame(exercise: Exercise, lesson: LessonView, children: Children) -> impl IntoView {
    let texts = use_texts();
    let passed = passed_at(&lesson.exercises, exercise).is_some();
    view! {
        <ForgetAccounts keep=Keep::Only(lesson.login.clone()) />
        <FollowClass state=lesson.state shown=lesson.shown.clone() />
        <main class="page reading" id="main">
            <header class="lesson-head">
                <p class="eyebrow">
                    <a class="link" href="/lesson">
                        {texts.exercises_back()}
                    </a>
                </p>
                <h1 tabindex="-1">{i18n::exercise_name(texts, exercise)}</h1>
                <p class="lead">{i18n::exercise_about(texts, exercise)}</p>
            </header>
            {(lesson.state == ClassState::Paused).then(|| view! { <Paused /> })}
            {passed.then(|| view! { <Passed exercise=exercise /> })}
            {children()}
            <HandButton hand=lesson.hand from=format!("/lesson/{}", exercise.code()) />
        </main>
    }
}

#[component]
fn Paused() -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="note warn" role="status">
            <strong>{texts.lesson_paused_title()}</strong>
            <p>{texts.exercises_paused()}</p>
        </div>
        <noscript inner_html=r#"<meta http-equiv="refresh" content="15">"#></noscript>
    }
}

/// What just happened, and the way on.
#[component]
fn Passed(exercise: Exercise) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="note good" role="status">
            <Picture icon=Icon::Check />
            <strong>{texts.exercises_passed()}</strong>
            <p>{texts.exercises_passed_text()} " " {i18n::exercise_learned(texts, exercise)}</p>
            <p>
                <a class="button primary" href="/lesson">
                    {texts.exercises_back()} " " <Picture icon=Icon::Arrow />
                </a>
            </p>
        </section>
    }
}

/// What to do at home, after an exercise that the student has passed.
#[component]
pub fn AtHome(text: &'static str) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="card tint" aria-labelledby="home">
            <h2 id="home">{texts.lesson_home_title()}</h2>
            <p>{text}</p>
        </section>
    }
}

/// Shown before the exercise is open: the page goes on by itself when the teacher opens it.
#[component]
fn Closed(lesson: LessonView, refusal: Refusal) -> impl IntoView {
    let texts = use_texts();
    crate::request::set_status(refusal.status());
    if refusal == Refusal::ClassEnded {
        return view! {
            <ForgetAccounts keep=Keep::Nothing />
            <LessonOver />
        }
        .into_any();
    }
    let problem = Problem::from(refusal);
    view! {
        <FollowClass state=lesson.state shown=lesson.shown.clone() />
        <noscript inner_html=r#"<meta http-equiv="refresh" content="15">"#></noscript>
        <Message
            scene=Scene::Over
            title=texts.exercises_closed_title()
            text=i18n::problem_text(texts, &problem, "")
        >
            <a class="button primary" href="/lesson">
                {texts.exercises_back()}
            </a>
        </Message>
    }
    .into_any()
}
