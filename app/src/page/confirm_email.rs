//! The page behind the mailed confirmation link. Only its button confirms, because mail programs may fetch the address.

use crate::{
    call::ConfirmEmail,
    component::{Alert, Alone, Submit, token_here},
    page::refused::answer_with_status,
    visitor::use_texts,
    words,
};
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn ConfirmEmailPage() -> impl IntoView {
    let texts = use_texts();
    let token = token_here();
    let confirm = ServerAction::<ConfirmEmail>::new();
    answer_with_status(confirm);
    let trouble = Signal::derive(move || Some(words::of_problem(texts, &confirm.value().get()?.err()?, "")));
    view! {
        <Alone title=texts.confirm_title() text=texts.confirm_text()>
            <ActionForm action=confirm attr:class="form">
                <Alert text=trouble />
                <input type="hidden" name="token" value=token />
                <Submit pending=confirm.pending()>{texts.confirm_submit()}</Submit>
            </ActionForm>
        </Alone>
    }
}
