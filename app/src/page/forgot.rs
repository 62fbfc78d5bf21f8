//! A forgotten password: asking for a link, and the page the link leads to.

use crate::{
    call::{Forgot, ResetPassword, load_reset},
    component::{Alert, Message, NewPasswordFields, Scene, Submit, loaded},
    member_words,
    page::refused::answer_with_status,
    visitor::use_texts,
    words,
};
use domain::{refusal::Refusal, validate::MAX_NAME};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

#[component]
pub fn ForgotPage() -> impl IntoView {
    let texts = use_texts();
    let is_sent = use_query_map().with_untracked(|query| query.get("sent").is_some());
    if is_sent {
        return view! {
            <Message scene=Scene::SetupOpened title=texts.forgot_sent_title() text=texts.forgot_sent_text()>
                <a class="button primary" href="/sign-in">{texts.register_sign_in()}</a>
                <a class="button" href="/forgot" rel="external">{texts.forgot_again()}</a>
            </Message>
        }
        .into_any();
    }
    let forgot = ServerAction::<Forgot>::new();
    answer_with_status(forgot);
    let trouble = Signal::derive(move || Some(words::of_problem(texts, &forgot.value().get()?.err()?, "")));
    view! {
        <Title text=texts.forgot_title() />
        <main class="page narrow" id="main">
            <section class="card alone">
                <header>
                    <h1 tabindex="-1">{texts.forgot_title()}</h1>
                    <p class="soft">{texts.forgot_lead()}</p>
                </header>
                <ActionForm action=forgot attr:class="form">
                    <Alert text=trouble />
                    <div class="field">
                        <label for="username">{texts.forgot_name()}</label>
                        <input
                            class="input"
                            id="username"
                            name="username"
                            autocomplete="username"
                            autocapitalize="none"
                            spellcheck="false"
                            maxlength=MAX_NAME.to_string()
                            required
                        />
                    </div>
                    <Submit pending=forgot.pending()>{texts.forgot_submit()}</Submit>
                    <p class="fine">{texts.forgot_students()}</p>
                </ActionForm>
            </section>
        </main>
    }
    .into_any()
}

#[component]
pub fn ResetPage() -> impl IntoView {
    let texts = use_texts();
    let token = use_params_map()
        .with_untracked(|params| params.get("token"))
        .unwrap_or_default();
    let alive = {
        let token = token.clone();
        Resource::new_blocking(move || token.clone(), load_reset)
    };
    view! {
        <Title text=texts.forgot_new_title() />
        {loaded(move || {
                let token = token.clone();
                async move {
                    match alive.await {
                        Ok(()) => view! { <ResetForm token=token /> }.into_any(),
                        Err(problem) => view! { <Dead refusal=problem.refusal /> }.into_any(),
                    }
                }
        })}
    }
}

#[component]
fn Dead(refusal: Refusal) -> impl IntoView {
    let texts = use_texts();
    #[cfg(feature = "ssr")]
    crate::web::set_status(refusal.status());
    let (scene, title, text) = match refusal {
        Refusal::LinkDead => (Scene::Over, texts.forgot_dead_title(), texts.refusal_link_dead()),
        _ => (Scene::Broken, texts.message_broken_title(), texts.message_broken_text()),
    };
    view! {
        <Message scene=scene title=title text=text>
            <a class="button primary" href="/forgot">{texts.forgot_again()}</a>
        </Message>
    }
}

#[component]
fn ResetForm(token: String) -> impl IntoView {
    let texts = use_texts();
    let reset = ServerAction::<ResetPassword>::new();
    answer_with_status(reset);
    let problem = Signal::derive(move || reset.value().get()?.err());
    let faults = Signal::derive(move || member_words::faults_of(problem.get().map(|problem| problem.refusal).as_ref()));
    let trouble = Signal::derive(move || Some(words::of_problem(texts, &problem.get()?, "")));
    view! {
        <main class="page narrow" id="main">
            <section class="card alone">
                <header>
                    <h1 tabindex="-1">{texts.forgot_new_title()}</h1>
                    <p class="soft">{texts.forgot_new_lead()}</p>
                </header>
                <ActionForm action=reset attr:class="form" attr:novalidate=true>
                    <Alert text=trouble />
                    <input type="hidden" name="token" value=token />
                    <NewPasswordFields
                        name="password"
                        again="password_again"
                        label=texts.account_password_new()
                        refused=faults
                    />
                    <Submit pending=reset.pending()>{texts.forgot_new_submit()}</Submit>
                </ActionForm>
            </section>
        </main>
    }
}
