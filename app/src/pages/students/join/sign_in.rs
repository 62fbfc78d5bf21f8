//! The forms of the sign-in on the page of a class. A refused form is shown again on this page.

use crate::{
    components::{Alert, NameField, Submit},
    flash,
    i18n::{self, use_texts},
    islands::PasswordField,
    server_fns::SignIn,
};
use domain::refusal::Refusal;
use leptos::{form::ActionForm, prelude::*};

/// For a student with a card. `first` is set where the form is the main part of the page.
#[component]
pub fn CardSignIn(sign_in: ServerAction<SignIn>, #[prop(optional)] first: bool) -> impl IntoView {
    let texts = use_texts();
    let refused = refused(sign_in).is_some();
    view! {
        <section class="stack" aria-labelledby="card">
            <div>
                <h2 id="card">{texts.join_have_login()}</h2>
                <p class="soft">{texts.join_card_hint()}</p>
            </div>
            <Fields sign_in=sign_in submit=texts.sign_in_submit() primary=first>
                <NameField
                    label=texts.sign_in_username()
                    value=flash::typed("username")
                    hint=texts.sign_in_username_hint().to_owned()
                    focused=first && !refused
                />
            </Fields>
        </section>
    }
}

/// For the student who has just taken a seat. The login is filled in, and the student types the password.
#[component]
pub fn SeatSignIn(sign_in: ServerAction<SignIn>, login: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <Fields sign_in=sign_in submit=texts.join_sign_in() primary=true focused=true>
            <input type="hidden" name="username" value=login />
        </Fields>
    }
}

#[component]
fn Fields(
    sign_in: ServerAction<SignIn>,
    submit: &'static str,
    primary: bool,
    /// Focuses the password, also before a refusal.
    #[prop(optional)]
    focused: bool,
    children: Children,
) -> impl IntoView {
    let texts = use_texts();
    let refusal = refused(sign_in);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &sign_in.value().get()?.err()?, "")));
    view! {
        <ActionForm action=sign_in attr:class="form no-print" attr:novalidate=true>
            <Alert text=trouble />
            {children()}
            // After a refusal the name stays, and the password field is focused.
            <PasswordField
                label=texts.sign_in_password().to_owned()
                wrong=matches!(refusal, Some(Refusal::SignInFailed | Refusal::WrongKeyboard))
                focused=focused || refusal.is_some()
            />
            {if primary {
                view! { <Submit>{submit}</Submit> }.into_any()
            } else {
                view! { <button class="button big full">{submit}</button> }.into_any()
            }}
        </ActionForm>
    }
}

fn refused(sign_in: ServerAction<SignIn>) -> Option<Refusal> {
    Some(sign_in.value().get_untracked()?.err()?.refusal)
}
