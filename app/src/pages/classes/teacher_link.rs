//! The page that a teacher link opens. Only the button on the page gives access to the class, because messengers fetch
//! links to show a preview.

use crate::{
    components::{Alert, FormPage, LoadError, Message, Scene, Submit, loaded, use_token_param},
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::{RedeemTeacherLink, load_teacher_link},
};
use domain::refusal::Refusal;
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn TeacherLinkPage() -> impl IntoView {
    let token = use_token_param();
    view! {
        {loaded(async move {
            match load_teacher_link(token.clone()).await {
                Ok(()) => view! { <Key token=token /> }.into_any(),
                Err(problem) if problem.refusal == Refusal::NotFound => view! { <Dead /> }.into_any(),
                Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
            }
        })}
    }
}

#[component]
fn Key(token: String) -> impl IntoView {
    let texts = use_texts();
    let trade = ServerAction::<RedeemTeacherLink>::new();
    show_form_errors(trade);
    let trouble = Signal::derive(move || {
        let problem = trade.value().get()?.err()?;
        Some(match problem.refusal {
            Refusal::NotFound => texts.dead_link_text().to_owned(),
            _ => i18n::problem_text(texts, &problem, ""),
        })
    });
    view! {
        <FormPage title=texts.teach_title() text=texts.teach_text()>
            <ActionForm action=trade attr:class="form">
                <Alert text=trouble />
                <input type="hidden" name="token" value=token />
                <Submit>{texts.teach_open()}</Submit>
            </ActionForm>
        </FormPage>
    }
}

/// Shown for a link that is not valid: a new link replaced it, or its class got an owner or was deleted. The server
/// does not know which of these reasons applies, and the advice is the same for all three.
#[component]
fn Dead() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::request::set_status(Refusal::NotFound.status());
    let texts = use_texts();
    view! {
        <Message scene=Scene::Over title=texts.dead_link_title() text=texts.dead_link_text()>
            <a class="button primary" href="/classes">
                {texts.site_my_classes()}
            </a>
            <a class="button" href="/">
                {texts.site_first_page()}
            </a>
        </Message>
    }
}
