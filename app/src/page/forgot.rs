//! The pages for a forgotten password: asking for a link by mail, and setting a new password with it.

use crate::{
    call::{Forgot, ResetPassword, load_forgot, load_reset},
    component::{Alert, Alone, DeadLink, Message, NameField, NewPasswordFields, Scene, Submit, loaded, token_here},
    member_words,
    page::refused::answer_with_status,
    visitor::use_texts,
    words,
};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

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
    let wrong = Signal::derive(move || trouble.get().is_some());
    let typed = Resource::new_blocking(|| (), |()| load_forgot());
    view! {
        <Alone title=texts.forgot_title() text=texts.forgot_lead()>
            {loaded(move || async move {
                let typed = typed.await.ok().flatten();
                view! {
                    <ActionForm action=forgot attr:class="form">
                        <Alert text=trouble />
                        <NameField label=texts.forgot_name() value=typed wrong=wrong />
                        <Submit pending=forgot.pending()>{texts.forgot_submit()}</Submit>
                        <p class="fine">{texts.forgot_students()}</p>
                    </ActionForm>
                }
            })}
        </Alone>
    }
    .into_any()
}

#[component]
pub fn ResetPage() -> impl IntoView {
    let texts = use_texts();
    let token = token_here();
    let alive = {
        let token = token.clone();
        Resource::new_blocking(move || token.clone(), load_reset)
    };
    view! {
        {loaded(move || {
            let token = token.clone();
            async move {
                match alive.await {
                    Ok(()) => view! { <ResetForm token=token /> }.into_any(),
                    Err(problem) => {
                        view! { <DeadLink problem=problem to="/forgot" label=texts.forgot_again() /> }.into_any()
                    }
                }
            }
        })}
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
        <Alone title=texts.forgot_new_title() text=texts.forgot_new_lead()>
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
        </Alone>
    }
}
