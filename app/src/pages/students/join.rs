//! The pages for joining a class: the field for a class code, and the page of a class, where a student signs in or takes
//! a seat.

mod code_form;
mod door;
mod sign_in;
mod taken_seat;

pub use code_form::StudentEntry;

use crate::{
    components::{Message, Scene, loaded},
    i18n::{self, use_texts},
    pages::{auth::sign_in::AlreadySignedIn, form_errors::show_form_errors},
    problem::Problem,
    server_fns::{ClassDoor, JoinEntry, SignIn, TakeSeat, load_join, load_join_entry},
};
use code_form::CodeForm;
use domain::refusal::Refusal;
use door::Door;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The query parameter with the proof that the user did not guess the code in the address.
const PROOF: &str = "k";

#[component]
pub fn JoinEntryPage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.join_title() />
        <main class="page narrow" id="main">
            {loaded(async move {
                match load_join_entry().await.unwrap_or_default() {
                    JoinEntry { here: Some(who), .. } => view! { <AlreadySignedIn who=who /> }.into_any(),
                    JoinEntry { typed, .. } => view! { <CodeForm typed=typed /> }.into_any(),
                }
            })}
        </main>
    }
}

#[component]
pub fn JoinPage() -> impl IntoView {
    let texts = use_texts();
    let code = use_params_map()
        .with_untracked(|params| params.get("code"))
        .unwrap_or_default();
    let proof = use_query_map().with_untracked(|query| query.get(PROOF));
    // The actions are created outside of `loaded`, because Leptos reads the refusal of a form without scripts when the
    // page begins to render.
    let take = ServerAction::<TakeSeat>::new();
    show_form_errors(take);
    let sign_in = ServerAction::<SignIn>::new();
    show_form_errors(sign_in);
    view! {
        {loaded(async move {
            match load_join(code, proof).await {
                Ok(ClassDoor::Here(who)) => view! {
                    <Title text=texts.join_title() />
                    <main class="page narrow" id="main">
                        <AlreadySignedIn who=who />
                    </main>
                }
                .into_any(),
                Ok(ClassDoor::Typed(code)) => view! {
                    <Title text=texts.join_title() />
                    <main class="page narrow" id="main">
                        <CodeForm typed=Some(code) ready=true />
                    </main>
                }
                .into_any(),
                Ok(ClassDoor::Open { class, form }) => {
                    view! { <Door class=class form=form take=take sign_in=sign_in /> }.into_any()
                }
                Err(problem) => view! { <NoDoor problem=problem /> }.into_any(),
            }
        })}
    }
}

/// Shown if the class could not be loaded, for example because no running class has the code.
#[component]
fn NoDoor(problem: Problem) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::request::set_status(problem.refusal.status());
    let texts = use_texts();
    let (scene, title, text) = match problem.refusal {
        Refusal::JoinCodeWrong => (
            Scene::Nowhere,
            texts.join_wrong_title(),
            texts.join_wrong_text().to_owned(),
        ),
        _ => (Scene::Broken, texts.message_broken_title(), of_door(texts, &problem)),
    };
    view! {
        <Message scene=scene title=title text=text>
            <a class="button primary" href="/join">
                {texts.join_again()}
            </a>
            <a class="button" href="/sign-in">
                {texts.join_have_login()}
            </a>
        </Message>
    }
}

/// Like `problem_text`, but with another text after too many wrong class codes, because no teacher can end this
/// lockout.
fn of_door(texts: texts::Texts, problem: &Problem) -> String {
    match &problem.refusal {
        Refusal::Locked { until } => texts.join_locked_text(i18n::minutes_and_seconds(until.since(problem.at))),
        _ => i18n::problem_text(texts, problem, ""),
    }
}
