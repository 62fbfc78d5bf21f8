//! Pages that change how a member signs in: each page asks for password and code again.

mod factor;

use crate::{
    components::{Alert, ConfirmEmailFirst, LoadError, Submit, loaded},
    i18n::{self, use_texts},
    islands::{AccountField, AccountFields, PasswordField},
    pages::{form_errors::show_form_errors, members::register::EmailField, passkeys::PasskeyButton},
    problem::Problem,
    server_fns::{
        ChangeEmail, ChangePassword, ChangePhone, DeleteAccount, RenewRecoveryCodes, load_factor,
        load_reauthentication, load_reauthentication_factors,
    },
};
use domain::{factor::FactorKind, refusal::Refusal, registration::Faults, view::PasskeyRequest};
pub use factor::{ConnectFactorPage, PreferFactorPage, RemoveFactorPage, SendCodeForms};
use leptos::{form::ActionForm, prelude::*, server_fn::ServerFn};
use leptos_meta::Title;

/// The frame of a page that changes how a member signs in: title, explanation, and the form.
#[component]
pub fn ChangePage(
    title: &'static str,
    text: &'static str,
    /// Set on pages that change one kind of factor. They exist only if the operator offers that kind.
    #[prop(optional)]
    kind: Option<FactorKind>,
    /// Set on the page that connects a factor: codes by mail require that the address is confirmed first.
    #[prop(optional)]
    connects: bool,
    children: Children,
) -> impl IntoView {
    let texts = use_texts();
    let who = async move {
        let (login, waits_for) = match kind {
            Some(kind) => {
                let before = load_factor(kind).await?;
                (
                    before.login,
                    (connects && before.email_first).then_some(before.unconfirmed_email),
                )
            }
            None => (load_reauthentication().await?, None),
        };
        Ok::<_, Problem>((login, waits_for, load_reauthentication_factors().await?))
    };
    view! {
        <Title text=title />
        {loaded(async move {
            match who.await {
                Ok((login, waits_for, again)) => view! {
                    <main class="page narrow" id="main">
                        <section class="card alone">
                            <header>
                                <p class="eyebrow">{login}</p>
                                <h1 tabindex="-1">{title}</h1>
                                <p class="soft">{text}</p>
                            </header>
                            {match waits_for {
                                Some(email) => {
                                    view! { <ConfirmEmailFirst email=email to="/account/connect/email" /> }.into_any()
                                }
                                None => {
                                    provide_context(AgainByPasskey(again.passkey.clone()));
                                    view! {
                                        <SendCodeForms again=again />
                                        {children()}
                                    }
                                    .into_any()
                                }
                            }}
                        </section>
                        <p>
                            <a class="link" href="/account">
                                {texts.account_back()}
                            </a>
                        </p>
                    </main>
                }
                .into_any(),
                Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
            }
        })}
    }
}

/// The error of the last attempt: the text for the whole form, and the faults of its fields.
pub fn answers<S>(action: ServerAction<S>) -> (Signal<Option<String>>, Signal<Faults>)
where
    S: ServerFn<Error = Problem, Output = ()> + Clone + Send + Sync + 'static,
{
    let texts = use_texts();
    show_form_errors(action);
    let problem = Signal::derive(move || action.value().get()?.err());
    let trouble = Signal::derive(move || {
        let problem = problem.get()?;
        Some(match problem.refusal {
            Refusal::CodeWrong => texts.account_code_wrong().to_owned(),
            Refusal::FactorClosed => texts.members_factor_closed().to_owned(),
            _ => i18n::problem_text(texts, &problem, ""),
        })
    });
    let faults = Signal::derive(move || i18n::field_errors(problem.get().map(|problem| problem.refusal).as_ref()));
    provide_context(LastProblem(problem));
    (trouble, faults)
}

/// The refusal of the last attempt. The fields for password and code show their errors from it.
#[derive(Clone, Copy)]
struct LastProblem(Signal<Option<Problem>>);

/// The request for a passkey with which the member can confirm the change.
#[derive(Clone)]
struct AgainByPasskey(Option<PasskeyRequest>);

/// The fields for password and code, and the button for a passkey, which replaces both. A recovery code is accepted too, so that a member who lost the phone can connect
/// another phone.
#[component]
pub fn Again() -> impl IntoView {
    let texts = use_texts();
    let last = use_context::<LastProblem>();
    let passkey = use_context::<AgainByPasskey>().and_then(|again| again.0);
    let refusal = move || Some(last?.0.get()?.refusal);
    let password_wrong = untrack(refusal) == Some(Refusal::PasswordWrong);
    let code_wrong = Signal::derive(move || {
        matches!(
            refusal(),
            Some(Refusal::CodeWrong | Refusal::NotACode | Refusal::CodeUsed { .. } | Refusal::RecoveryCodeWrong)
        )
    });
    view! {
        <fieldset class="stack">
            <legend class="visually-hidden">{texts.account_again_title()}</legend>
            {passkey.map(|request| view! { <PasskeyButton request=request label=texts.passkey_confirm() /> })}
            <PasswordField label=texts.account_again_password().to_owned() wrong=password_wrong focused=false />
            <div class="field">
                <label for="code">{texts.account_again_code()}</label>
                <input
                    class="input mono"
                    id="code"
                    name="code"
                    autocomplete="one-time-code"
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength="64"
                    required
                    autofocus=code_wrong.get_untracked()
                    aria-invalid=move || code_wrong.get().then_some("true")
                />
            </div>
        </fieldset>
    }
}

#[component]
pub fn PhoneChangePage() -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<ChangePhone>::new();
    let (trouble, _) = answers(action);
    view! {
        <ChangePage title=texts.account_phone_title() text=texts.account_phone_text()>
            <ActionForm action=action attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <Again />
                <Submit>{texts.account_phone_do()}</Submit>
            </ActionForm>
        </ChangePage>
    }
}

#[component]
pub fn RecoveryCodesPage() -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<RenewRecoveryCodes>::new();
    let (trouble, _) = answers(action);
    view! {
        <ChangePage title=texts.account_codes_title() text=texts.account_codes_text()>
            <ActionForm action=action attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <Again />
                <Submit>{texts.account_codes_do()}</Submit>
            </ActionForm>
        </ChangePage>
    }
}

#[component]
pub fn PasswordChangePage() -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<ChangePassword>::new();
    let (trouble, faults) = answers(action);
    view! {
        <ChangePage title=texts.account_password_title() text=texts.account_password_text()>
            <ActionForm action=action attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <AccountFields field=AccountField::NewPassword {
                    name: "new_password".to_owned(),
                    again: "new_password_again".to_owned(),
                    label: texts.account_password_new().to_owned(),
                    refused: faults.get_untracked(),
                } />
                <Again />
                <Submit>{texts.account_password_do()}</Submit>
            </ActionForm>
        </ChangePage>
    }
}

#[component]
pub fn EmailChangePage() -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<ChangeEmail>::new();
    let (trouble, faults) = answers(action);
    view! {
        <ChangePage title=texts.account_email_title() text=texts.account_email_text()>
            <ActionForm action=action attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <EmailField label=texts.account_email_new() faults=faults />
                <Again />
                <Submit>{texts.account_email_do()}</Submit>
            </ActionForm>
        </ChangePage>
    }
}

#[component]
pub fn DeleteAccountPage() -> impl IntoView {
    let texts = use_texts();
    let action = ServerAction::<DeleteAccount>::new();
    let (trouble, _) = answers(action);
    view! {
        <ChangePage title=texts.account_delete_title() text=texts.account_delete_text()>
            <ActionForm action=action attr:class="form" attr:novalidate=true>
                <Alert text=trouble />
                <Again />
                <Submit danger=true>
                    {texts.account_delete_do()}
                </Submit>
            </ActionForm>
        </ChangePage>
    }
}
