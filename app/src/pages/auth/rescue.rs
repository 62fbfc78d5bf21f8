//! The pages for a member who lost phone and recovery codes: the member asks an administrator for help and enters the
//! enrolment code. If an attacker has asked for help, the owner of the account objects.

use crate::{
    components::{
        Alert, ExpiredLink, FormPage, Icon, Message, Picture, RecoveryCodeField, Scene, Submit, loaded, use_token_param,
    },
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::{AskForHelp, ObjectToRescue, VerifyEnrolmentCode, load_objection},
};
use domain::rescue::RescueHelp;
use leptos::{form::ActionForm, prelude::*};

const HELP: &str = "/sign-in/code?with=help";

/// A link to the page for asking an administrator for help, or a notice that this server offers no such help. Forms
/// that need a phone or a code show this component.
#[component]
pub fn AskAdministrator(help: RescueHelp) -> impl IntoView {
    let texts = use_texts();
    match help {
        RescueHelp::Off => view! {
            <p>
                <b>{texts.rescue_off_title()}</b>
                " "
                {texts.rescue_off_text()}
            </p>
        }
        .into_any(),
        RescueHelp::Available | RescueHelp::Requested => view! {
            <p>
                <a class="button full" href=HELP>
                    <Picture icon=Icon::User />
                    " "
                    {texts.rescue_lost_all()}
                </a>
            </p>
        }
        .into_any(),
    }
}

#[component]
pub fn HelpForm(login: String, asked: bool) -> impl IntoView {
    let texts = use_texts();
    let ask = ServerAction::<AskForHelp>::new();
    show_form_errors(ask);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &ask.value().get()?.err()?, "")));
    let (title, text) = match asked {
        true => (texts.rescue_asked_title(), texts.rescue_asked_text()),
        false => (texts.rescue_ask_title(), texts.rescue_ask_text()),
    };
    view! {
        <section class="card alone">
            <header>
                <p class="eyebrow">{login}</p>
                <h1 tabindex="-1">{title}</h1>
                <p class="soft">{text}</p>
            </header>
            {(!asked)
                .then(|| view! {
                    <ActionForm action=ask attr:class="form">
                        <Alert text=trouble />
                        <p>{texts.rescue_ask_told()}</p>
                        <Submit>{texts.rescue_ask_do()}</Submit>
                    </ActionForm>
                })}
            <p>
                <a class="link" href="/sign-in/code">
                    {texts.rescue_back()}
                </a>
            </p>
        </section>
    }
}

/// The form for an enrolment code, which an administrator issues after removing the member's lost factors.
#[component]
pub fn EnrolmentForm(login: String, help: RescueHelp) -> impl IntoView {
    let texts = use_texts();
    let verify = ServerAction::<VerifyEnrolmentCode>::new();
    show_form_errors(verify);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &verify.value().get()?.err()?, "")));
    view! {
        <section class="card alone">
            <header>
                <p class="eyebrow">{login}</p>
                <h1 tabindex="-1">{texts.rescue_enrol_title()}</h1>
                <p class="soft">{texts.rescue_enrol_lead()}</p>
            </header>
            <div class="note">
                <Picture icon=Icon::Info />
                <strong>{texts.rescue_no_phone_title()}</strong>
                <p>{texts.rescue_no_phone_text()}</p>
            </div>
            <ActionForm action=verify attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <RecoveryCodeField
                    name="enrolment_code"
                    label=texts.rescue_enrol_label()
                    hint=texts.rescue_enrol_hint()
                    wrong=Signal::derive(move || trouble.get().is_some())
                />
                <Submit>{texts.rescue_enrol_do()}</Submit>
            </ActionForm>
            <AskAdministrator help=help />
        </section>
    }
}

/// The page that a mailed objection link opens. Only the button on the page objects, because some mail programs fetch
/// links by themselves.
#[component]
pub fn ObjectionPage() -> impl IntoView {
    let texts = use_texts();
    let token = use_token_param();
    view! {
        {loaded(async move {
            match load_objection(token.clone()).await {
                Ok(()) => view! { <Objection token=token /> }.into_any(),
                Err(problem) => {
                    view! { <ExpiredLink problem=problem to="/sign-in" label=texts.register_sign_in() /> }.into_any()
                }
            }
        })}
    }
}

#[component]
fn Objection(token: String) -> impl IntoView {
    let texts = use_texts();
    let object = ServerAction::<ObjectToRescue>::new();
    show_form_errors(object);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &object.value().get()?.err()?, "")));
    view! {
        <FormPage title=texts.rescue_object_title() text=texts.rescue_object_text()>
            <ActionForm action=object attr:class="form">
                <Alert text=trouble />
                <input type="hidden" name="token" value=token />
                <Submit>{texts.rescue_object_do()}</Submit>
            </ActionForm>
        </FormPage>
    }
}

#[component]
pub fn ObjectedPage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Message scene=Scene::SignedIn2fa title=texts.rescue_object_done_title() text=texts.rescue_object_done_text()>
            <a class="button primary" href="/forgot">{texts.rescue_object_password()}</a>
        </Message>
    }
}
