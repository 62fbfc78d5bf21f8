//! The pages for a forgotten password: asking for a link by mail, and setting a new password with it.

use crate::{
    components::{Alert, ExpiredLink, FormPage, Message, NameField, Scene, Submit, loaded, use_token_param},
    i18n::{self, use_texts},
    islands::{AccountField, AccountFields},
    pages::form_errors::show_form_errors,
    server_fns::{RequestPasswordReset, ResetPassword, load_forgot_password, load_reset},
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
                <a class="button" href="/forgot">{texts.forgot_again()}</a>
            </Message>
        }
        .into_any();
    }
    let forgot = ServerAction::<RequestPasswordReset>::new();
    show_form_errors(forgot);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &forgot.value().get()?.err()?, "")));
    let wrong = Signal::derive(move || trouble.get().is_some());
    view! {
        <FormPage title=texts.forgot_title() text=texts.forgot_lead()>
            {loaded(async move {
                let typed = load_forgot_password().await.ok().flatten();
                view! {
                    <ActionForm action=forgot attr:class="form">
                        <Alert text=trouble />
                        <NameField label=texts.forgot_name() value=typed wrong=wrong />
                        <Submit>{texts.forgot_submit()}</Submit>
                        <p class="fine">{texts.forgot_students()}</p>
                    </ActionForm>
                }
            })}
        </FormPage>
    }
    .into_any()
}

#[component]
pub fn ResetPage() -> impl IntoView {
    let texts = use_texts();
    let token = use_token_param();
    view! {
        {loaded(async move {
            match load_reset(token.clone()).await {
                Ok(()) => view! { <ResetForm token=token /> }.into_any(),
                Err(problem) => {
                    view! { <ExpiredLink problem=problem to="/forgot" label=texts.forgot_again() /> }.into_any()
                }
            }
        })}
    }
}

#[component]
fn ResetForm(token: String) -> impl IntoView {
    let texts = use_texts();
    let reset = ServerAction::<ResetPassword>::new();
    show_form_errors(reset);
    let problem = Signal::derive(move || reset.value().get()?.err());
    let faults = Signal::derive(move || i18n::field_errors(problem.get().map(|problem| problem.refusal).as_ref()));
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &problem.get()?, "")));
    view! {
        <FormPage title=texts.forgot_new_title() text=texts.forgot_new_lead()>
            <ActionForm action=reset attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <input type="hidden" name="token" value=token />
                <AccountFields field=AccountField::NewPassword {
                    name: "password".to_owned(),
                    again: "password_again".to_owned(),
                    label: texts.account_password_new().to_owned(),
                    refused: faults.get_untracked(),
                } />
                <Submit>{texts.forgot_new_submit()}</Submit>
            </ActionForm>
        </FormPage>
    }
}
