//! The page that undoes a change of the mail address. The link to this page is mailed to the old address; the button on
//! the page restores the old address.

use crate::{
    components::{Alert, ExpiredLink, FormPage, Message, Scene, Submit, loaded, use_token_param},
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::{UndoEmailChange, load_undo_email},
};
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn UndoEmailPage() -> impl IntoView {
    let texts = use_texts();
    let token = use_token_param();
    view! {
        {loaded(async move {
            match load_undo_email(token.clone()).await {
                Ok(()) => view! { <UndoForm token=token /> }.into_any(),
                Err(problem) => {
                    view! { <ExpiredLink problem=problem to="/sign-in" label=texts.register_sign_in() /> }.into_any()
                }
            }
        })}
    }
}

#[component]
fn UndoForm(token: String) -> impl IntoView {
    let texts = use_texts();
    let undo = ServerAction::<UndoEmailChange>::new();
    show_form_errors(undo);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &undo.value().get()?.err()?, "")));
    view! {
        <FormPage title=texts.undo_title() text=texts.undo_text()>
            <ActionForm action=undo attr:class="form">
                <Alert text=trouble />
                <input type="hidden" name="token" value=token />
                <Submit>{texts.undo_do()}</Submit>
            </ActionForm>
        </FormPage>
    }
}

#[component]
pub fn EmailUndonePage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Message scene=Scene::SignedIn2fa title=texts.undo_done_title() text=texts.undo_done_text()>
            <a class="button primary" href="/forgot">{texts.rescue_object_password()}</a>
        </Message>
    }
}
