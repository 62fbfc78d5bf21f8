//! The registration page.

use crate::{
    components::{Alert, Icon, LoadError, Message, Picture, Scene, Submit, loaded},
    flash,
    i18n::{self, use_texts},
    islands::{AccountField, AccountFields, Rule},
    pages::{auth::sign_in::AlreadySignedIn, form_errors::show_form_errors},
    server_fns::{Register, RegistrationPage, load_registration},
};
use domain::{refusal::Refusal, registration::Faults};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

#[component]
pub fn RegisterPage() -> impl IntoView {
    let texts = use_texts();
    let invitation = use_query_map()
        .with_untracked(|query| query.get("invitation"))
        .unwrap_or_default();
    view! {
        <Title text=texts.register_title() />
        {loaded(async move {
            match load_registration(invitation.clone()).await {
                Ok(RegistrationPage { here: Some(who), .. }) => view! {
                    <main class="page narrow" id="main">
                        <AlreadySignedIn who=who />
                    </main>
                }
                .into_any(),
                Ok(RegistrationPage { form: Some(form), typed, .. }) => view! {
                    <RegisterForm form=form invitation=invitation username=typed.username email=typed.email />
                }
                .into_any(),
                Ok(RegistrationPage { refusal, .. }) => view! { <NotOpen refusal=refusal /> }.into_any(),
                Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
            }
        })}
    }
}

/// Shown if the operator has closed registration, or requires an invitation.
#[component]
fn NotOpen(refusal: Option<Refusal>) -> impl IntoView {
    let texts = use_texts();
    let (title, text) = match refusal {
        Some(Refusal::InvitationNeeded) => (texts.register_invite_title(), texts.register_invite_text()),
        Some(Refusal::LinkDead) => (texts.register_invite_title(), texts.refusal_link_dead()),
        _ => (texts.register_closed_title(), texts.register_closed_text()),
    };
    view! {
        <Message scene=Scene::Over title=title text=text>
            <a class="button primary" href="/sign-in">{texts.register_sign_in()}</a>
            <a class="button" href="/">{texts.site_first_page()}</a>
        </Message>
    }
}

#[component]
fn RegisterForm(form: String, invitation: String, username: String, email: String) -> impl IntoView {
    let texts = use_texts();
    let register = ServerAction::<Register>::new();
    show_form_errors(register);
    let problem = Signal::derive(move || register.value().get()?.err());
    let faults = Signal::derive(move || i18n::field_errors(problem.get().map(|problem| problem.refusal).as_ref()));
    let username_fault = faults.get_untracked().username;
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &problem.get()?, "")));
    view! {
        <main class="page narrow" id="main">
            <section class="card alone">
                <header>
                    <h1 tabindex="-1">{texts.register_title()}</h1>
                    <p class="soft">{texts.register_lead()}</p>
                </header>
                <ActionForm action=register attr:class="form" attr:novalidate=true>
                    <Alert text=trouble />
                    <input type="hidden" name="form" value=form />
                    <input type="hidden" name="invitation" value=invitation />
                    <AccountFields field=AccountField::Text {
                        rule: Rule::Username,
                        name: "username".to_owned(),
                        label: texts.register_username().to_owned(),
                        hint: Some(texts.register_username_hint().to_owned()),
                        value: username,
                        refused: username_fault.map(|fault| i18n::username_fault_text(texts, fault).to_owned()),
                    } />
                    <EmailField label=texts.register_email() hint=texts.register_email_hint() value=email faults=faults />
                    <AccountFields field=AccountField::NewPassword {
                        name: "password".to_owned(),
                        again: "password_again".to_owned(),
                        label: texts.register_password().to_owned(),
                        refused: faults.get_untracked(),
                    } />
                    <Submit>
                        {texts.register_submit()} " " <Picture icon=Icon::Arrow />
                    </Submit>
                    <p class="fine">{texts.register_next()}</p>
                </ActionForm>
            </section>
            <p>
                {texts.register_have_account()} " "
                <a class="link" href="/sign-in">
                    {texts.register_sign_in()}
                </a>
            </p>
        </main>
    }
}

#[component]
pub fn EmailField(
    label: &'static str,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional, into)] value: String,
    #[prop(into)] faults: Signal<Faults>,
) -> impl IntoView {
    let texts = use_texts();
    let fault = faults.get_untracked().email;
    view! {
        <AccountFields field=AccountField::Text {
            rule: Rule::Email,
            name: "email".to_owned(),
            label: label.to_owned(),
            hint: hint.map(str::to_owned),
            value: flash::typed("email").unwrap_or(value),
            refused: fault.map(|fault| i18n::email_fault_text(texts, fault).to_owned()),
        } />
    }
}
