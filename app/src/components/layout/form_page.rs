//! The frame of pages with a single form, such as the pages that mailed links open. Nothing changes on those pages
//! until the user presses the button, because some mail programs fetch links by themselves.

use crate::components::{Message, Scene};
use crate::{i18n::use_texts, problem::Problem};
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

#[component]
pub fn FormPage(title: &'static str, text: &'static str, children: Children) -> impl IntoView {
    view! {
        <Title text=title />
        <main class="page narrow" id="main">
            <section class="card alone">
                <header>
                    <h1 tabindex="-1">{title}</h1>
                    <p class="soft">{text}</p>
                </header>
                {children()}
            </section>
        </main>
    }
}

/// The token in the address of the page.
pub fn use_token_param() -> String {
    use_params_map()
        .with_untracked(|params| params.get("token"))
        .unwrap_or_default()
}

/// Says that a link is not valid any more. `to` and `label` are the address and the text of a button that leads the
/// user on.
#[component]
pub fn ExpiredLink(problem: Problem, to: &'static str, label: &'static str) -> impl IntoView {
    let texts = use_texts();
    #[cfg(feature = "ssr")]
    crate::request::set_status(problem.refusal.status());
    let (scene, title, text) = match problem.refusal {
        Refusal::LinkDead => (Scene::Over, texts.forgot_dead_title(), texts.refusal_link_dead()),
        _ => (Scene::Broken, texts.message_broken_title(), texts.message_broken_text()),
    };
    view! {
        <Message scene=scene title=title text=text>
            <a class="button primary" href=to>
                {label}
            </a>
        </Message>
    }
}
