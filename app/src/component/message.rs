//! Pages that say one thing: nothing here, too late, over, broken, goodbye.

use super::{Art, Scene};
use crate::{problem::Problem, visitor::use_texts, words};
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
                <Art scene=scene />
                <h1 tabindex="-1">{title}</h1>
                <p>{text}</p>
                <div class="row">{children()}</div>
            </section>
        </main>
    }
}

/// There is nothing at this address, or nothing for whoever asks: the same page, word for word.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::web::set_status(404);
    let texts = use_texts();
    view! {
        <Message scene=Scene::Nowhere title=texts.message_not_found_title() text=texts.message_not_found_text()>
            <a class="button primary" href="/">{texts.site_first_page()}</a>
            <a class="button" href="/sign-in">{texts.site_have_login()}</a>
        </Message>
    }
}

/// The class that somebody has come for has ended.
#[component]
pub fn LessonOver() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Message scene=Scene::Over title=texts.lesson_over_title() text=texts.lesson_over_text()>
            <a class="button primary" href="/">{texts.site_first_page()}</a>
        </Message>
    }
}

/// In place of a page whose data did not come: who is on her way elsewhere sees nothing, who may not see it finds
/// nothing, everybody else hears what is the matter.
#[component]
pub fn NotForYou(problem: Problem) -> impl IntoView {
    let texts = use_texts();
    match problem.refusal {
        Refusal::SignInFirst | Refusal::FactorFirst => ().into_any(),
        Refusal::NotFound => view! { <NotFound /> }.into_any(),
        _ => view! {
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
}
