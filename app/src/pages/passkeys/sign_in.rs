//! The part of the sign-in page that signs in with a passkey and without a password.

use super::PasskeyButton;
use crate::{
    components::Alert,
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::SignInWithPasskey,
};
use domain::view::PasskeyRequest;
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn PasskeySignIn(request: PasskeyRequest) -> impl IntoView {
    let texts = use_texts();
    let sign_in = ServerAction::<SignInWithPasskey>::new();
    show_form_errors(sign_in);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &sign_in.value().get()?.err()?, "")));
    view! {
        <ActionForm action=sign_in attr:class="form">
            <Alert text=trouble />
            <PasskeyButton request=request label=texts.passkey_sign_in() />
        </ActionForm>
    }
}
