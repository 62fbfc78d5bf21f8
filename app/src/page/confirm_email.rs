//! The mailed link: one button between an address that anybody may have fetched and the account.

use crate::{
    call::ConfirmEmail,
    component::{Alert, Submit},
    page::refused::answer_with_status,
    visitor::use_texts,
    words,
};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

#[component]
pub fn ConfirmEmailPage() -> impl IntoView {
    let texts = use_texts();
    let token = use_params_map()
        .with_untracked(|params| params.get("token"))
        .unwrap_or_default();
    let confirm = ServerAction::<ConfirmEmail>::new();
    answer_with_status(confirm);
    let trouble = Signal::derive(move || Some(words::of_problem(texts, &confirm.value().get()?.err()?, "")));
    view! {
        <Title text=texts.confirm_title() />
        <main class="page narrow" id="main">
            <section class="card alone">
                <header>
                    <h1 tabindex="-1">{texts.confirm_title()}</h1>
                    <p class="soft">{texts.confirm_text()}</p>
                </header>
                <ActionForm action=confirm attr:class="form">
                    <Alert text=trouble />
                    <input type="hidden" name="token" value=token />
                    <Submit pending=confirm.pending()>{texts.confirm_submit()}</Submit>
                </ActionForm>
            </section>
        </main>
    }
}
