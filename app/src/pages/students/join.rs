//! The pages for joining a class without a card: the field for a class code, and the page that takes a seat.

mod taken_seat;

use crate::{
    components::{Alert, Icon, LessonOver, Message, Picture, Scene, Submit, loaded},
    flash,
    i18n::{self, use_texts},
    pages::{auth::sign_in::AlreadySignedIn, form_errors::show_form_errors},
    problem::Problem,
    server_fns::{ClassDoor, Join, JoinEntry, TakeSeat, load_join, load_join_entry},
};
use domain::{class::ClassState, join_code::in_halves, refusal::Refusal, validate::MAX_LABEL, view::JoinView};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use taken_seat::Mine;

/// The placeholder of the field: an example of a code.
const EXAMPLE: &str = "H7KM4P";
/// The query parameter with the proof that the user did not guess the code in the address.
const PROOF: &str = "k";
/// The maximum length of the field, with room for spaces and dashes.
const MOST_TYPED: &str = "16";

#[component]
pub fn JoinEntryPage() -> impl IntoView {
    let texts = use_texts();
    let entry = Resource::new_blocking(|| (), |()| load_join_entry());
    view! {
        <Title text=texts.join_title() />
        <main class="page narrow" id="main">
            {loaded(move || async move {
                match entry.await.unwrap_or_default() {
                    JoinEntry { here: Some(who), .. } => view! { <AlreadySignedIn who=who /> }.into_any(),
                    JoinEntry { typed, .. } => view! { <CodeForm typed=typed /> }.into_any(),
                }
            })}
        </main>
    }
}

#[component]
fn CodeForm(
    typed: Option<String>,
    /// Set if the address contains the code: the page fills the code in, so that the student only presses the button.
    #[prop(optional)]
    ready: bool,
) -> impl IntoView {
    let texts = use_texts();
    let join = ServerAction::<Join>::new();
    show_form_errors(join);
    let trouble = Signal::derive(move || Some(of_door(texts, &join.value().get()?.err()?)));
    let wrong = Signal::derive(move || trouble.get().is_some());
    view! {
        <section class="card alone">
            <header>
                <h1 tabindex="-1">{texts.join_title()}</h1>
                <p class="soft">{if ready { texts.join_typed_lead() } else { texts.join_lead() }}</p>
            </header>
            <ActionForm action=join attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <div class="field">
                    <label for="join-code">{texts.join_code()}</label>
                    <input
                        class="input mono"
                        id="join-code"
                        name="join_code"
                        autocomplete="off"
                        autocapitalize="characters"
                        spellcheck="false"
                        maxlength=MOST_TYPED
                        placeholder=in_halves(EXAMPLE)
                        required
                        value=typed
                        autofocus=wrong.get_untracked()
                        aria-invalid=move || wrong.get().then_some("true")
                        aria-describedby="join-code-hint"
                    />
                    <p class="hint" id="join-code-hint">
                        {texts.join_code_hint()}
                    </p>
                </div>
                <Submit>{texts.join_go_on()} " " <Picture icon=Icon::Arrow /></Submit>
            </ActionForm>
        </section>
        <p>
            <a class="link" href="/sign-in">
                {texts.join_have_login()}
            </a>
        </p>
    }
}

#[component]
pub fn JoinPage() -> impl IntoView {
    let texts = use_texts();
    let code = use_params_map()
        .with_untracked(|params| params.get("code"))
        .unwrap_or_default();
    let proof = use_query_map().with_untracked(|query| query.get(PROOF));
    let join = Resource::new_blocking(
        move || (code.clone(), proof.clone()),
        |(code, proof)| load_join(code, proof),
    );
    // The action is created outside of `loaded`, because Leptos reads the refusal of a form without scripts when the
    // page begins to render.
    let take = ServerAction::<TakeSeat>::new();
    show_form_errors(take);
    view! {
        {loaded(move || async move {
            match join.await {
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
                    view! { <Door class=class form=form take=take /> }.into_any()
                }
                Err(problem) => view! { <NoDoor problem=problem /> }.into_any(),
            }
        })}
    }
}

#[component]
fn Door(class: JoinView, form: String, take: ServerAction<TakeSeat>) -> impl IntoView {
    let texts = use_texts();
    if class.state == ClassState::Ended {
        return view! { <LessonOver /> }.into_any();
    }
    let paused = class.state == ClassState::Paused;
    let trouble = Signal::derive(move || Some(of_door(texts, &take.value().get()?.err()?)));
    view! {
        <Title text=class.title.clone() />
        <main class="page narrow" id="main">
            <section class="card alone">
                <header>
                    <p class="eyebrow">{texts.join_class()}</p>
                    <h1 tabindex="-1">{class.title.clone()}</h1>
                </header>
                <Alert text=trouble />
                {paused
                    .then(|| {
                        view! {
                            <div class="note warn" role="status">
                                <Picture icon=Icon::Clock />
                                <strong>{texts.join_paused_title()}</strong>
                                <p>{texts.join_paused_text()}</p>
                            </div>
                        }
                    })}
                {match class.mine.clone() {
                    Some(mine) => view! { <Mine seat=mine class=class.title.clone() /> }.into_any(),
                    None => view! {
                        <div class="stack tight">
                            <a class="button primary big full" href="/sign-in">
                                {texts.join_have_login()} " " <Picture icon=Icon::Arrow />
                            </a>
                            <p class="fine">{texts.join_card_hint()}</p>
                        </div>
                        <hr />
                        <WithoutCard class=class form=form take=take paused=paused />
                    }
                    .into_any(),
                }}
            </section>
        </main>
    }
    .into_any()
}

/// Offers a free seat, if there is one and the teacher lets students take it.
#[component]
fn WithoutCard(class: JoinView, form: String, take: ServerAction<TakeSeat>, paused: bool) -> impl IntoView {
    let texts = use_texts();
    if !class.self_join {
        return view! { <p>{texts.join_no_card()} " " {texts.join_no_card_off()}</p> }.into_any();
    }
    if !class.free {
        return view! {
            <div class="note">
                <Picture icon=Icon::Info />
                <strong>{texts.join_full_title()}</strong>
                <p>{texts.join_full_text()}</p>
            </div>
        }
        .into_any();
    }
    if paused {
        return ().into_any();
    }
    view! {
        <ActionForm action=take attr:class="form">
            <p>{texts.join_no_card()} " " {texts.join_take_hint()}</p>
            <input type="hidden" name="join_code" value=class.code />
            <input type="hidden" name="form" value=form />
            <div class="field">
                <label for="nickname">{texts.nickname_label()}</label>
                <input
                    class="input"
                    id="nickname"
                    name="nickname"
                    autocomplete="nickname"
                    maxlength=MAX_LABEL.to_string()
                    value=flash::typed("nickname")
                    aria-describedby="nickname-hint"
                />
                <p class="hint" id="nickname-hint">
                    {texts.nickname_hint()}
                </p>
            </div>
            <Submit>{texts.join_take()}</Submit>
        </ActionForm>
    }
    .into_any()
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
