//! Pages that show a message only: not found, ended, failed, signed out.

use crate::components::{Illustration, Learned, Scene};
use crate::{
    i18n::{self, use_texts},
    problem::Problem,
};
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn Message(
    scene: Scene,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=title.clone() />
        <main class="page narrow" id="main">
            <section class="empty">
                <Illustration scene=scene />
                <h1 tabindex="-1">{title}</h1>
                <p>{text}</p>
                <div class="row">{children()}</div>
            </section>
        </main>
    }
}

/// The page of an unknown address. The server also shows this page in place of a page that the user is not allowed to
/// see, so that the user cannot find out which pages exist.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::request::set_status(404);
    let texts = use_texts();
    view! {
        <Message scene=Scene::Nowhere title=texts.message_not_found_title() text=texts.message_not_found_text()>
            <a class="button primary" href="/">{texts.site_first_page()}</a>
            <a class="button" href="/sign-in">{texts.site_have_login()}</a>
        </Message>
    }
}

/// Shown to a student after the end of the class, with what the lesson has taught.
#[component]
pub fn LessonOver() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.lesson_over_title() />
        <main class="page" id="main">
            <section class="empty">
                <Illustration scene=Scene::Over />
                <h1 tabindex="-1">{texts.lesson_over_title()}</h1>
                <p>{texts.lesson_over_text()}</p>
            </section>
            <div class="stack loose">
                <Learned />
                <p>
                    <a class="button" href="/">{texts.site_first_page()}</a>
                </p>
            </div>
        </main>
    }
}

/// Replaces a page whose data could not be loaded. The page is empty if the server redirects to the sign-in or set-up
/// page, "not found" if the user is not allowed to see the page, and otherwise an error message.
#[component]
pub fn LoadError(problem: Problem) -> impl IntoView {
    let texts = use_texts();
    match problem.refusal {
        Refusal::SignInFirst | Refusal::FactorFirst => ().into_any(),
        Refusal::NotFound => view! { <NotFound /> }.into_any(),
        _ => view! {
            <Message
                scene=Scene::Broken
                title=texts.message_broken_title()
                text=i18n::problem_text(texts, &problem, "")
            >
                <a class="button" href="/">{texts.site_first_page()}</a>
            </Message>
        }
        .into_any(),
    }
}
