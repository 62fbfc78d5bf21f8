//! The link that was mailed to the old address after a change: one button that brings the address back.

use crate::{
    call::{UndoEmailChange, load_undo_email},
    component::{Alert, Alone, DeadLink, Message, Scene, Submit, loaded, token_here},
    page::refused::answer_with_status,
    visitor::use_texts,
    words,
};
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn UndoEmailPage() -> impl IntoView {
    let texts = use_texts();
    let token = token_here();
    let alive = {
        let token = token.clone();
        Resource::new_blocking(move || token.clone(), load_undo_email)
    };
    view! {
        {loaded(move || {
            let token = token.clone();
            async move {
                match alive.await {
                    Ok(()) => view! { <UndoForm token=token /> }.into_any(),
                    Err(problem) => {
                        view! { <DeadLink problem=problem to="/sign-in" label=texts.register_sign_in() /> }.into_any()
                    }
                }
            }
        })}
    }
}

#[component]
fn UndoForm(token: String) -> impl IntoView {
    let texts = use_texts();
    let undo = ServerAction::<UndoEmailChange>::new();
    answer_with_status(undo);
    let trouble = Signal::derive(move || Some(words::of_problem(texts, &undo.value().get()?.err()?, "")));
    view! {
        <Alone title=texts.undo_title() text=texts.undo_text()>
            <ActionForm action=undo attr:class="form">
                <Alert text=trouble />
                <input type="hidden" name="token" value=token />
                <Submit pending=undo.pending()>{texts.undo_do()}</Submit>
            </ActionForm>
        </Alone>
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
