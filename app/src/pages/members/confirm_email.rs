//! The page that a mailed confirmation link opens. Only the button on the page confirms the mail address, because some
//! mail programs fetch links by themselves.

use crate::{
    components::{Alert, FormPage, Submit, use_token_param},
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::ConfirmEmail,
};
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn ConfirmEmailPage() -> impl IntoView {
    let texts = use_texts();
    let token = use_token_param();
    let confirm = ServerAction::<ConfirmEmail>::new();
    show_form_errors(confirm);
    let trouble = Signal::derive(move || Some(i18n::problem_text(texts, &confirm.value().get()?.err()?, "")));
    view! {
        <FormPage title=texts.confirm_title() text=texts.confirm_text()>
            <ActionForm action=confirm attr:class="form">
                <Alert text=trouble />
                <input type="hidden" name="token" value=token />
                <Submit>{texts.confirm_submit()}</Submit>
            </ActionForm>
        </FormPage>
    }
}
