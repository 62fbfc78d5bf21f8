//! The page behind a teacher link. Only its button opens the class, because link previews may fetch the address.

use crate::{
    call::{TradeTeacherLink, load_teach},
    component::{Alert, Alone, Message, NotForYou, Scene, Submit, loaded, token_here},
    page::refused::answer_with_status,
    visitor::use_texts,
    words,
};
use domain::refusal::Refusal;
use leptos::{form::ActionForm, prelude::*};

#[component]
pub fn TeachPage() -> impl IntoView {
    let token = token_here();
    let opens = {
        let token = token.clone();
        Resource::new_blocking(move || token.clone(), load_teach)
    };
    view! {
        {loaded(move || {
            let token = token.clone();
            async move {
                match opens.await {
                    Ok(()) => view! { <Key token=token /> }.into_any(),
                    Err(problem) if problem.refusal == Refusal::NotFound => view! { <Dead /> }.into_any(),
                    Err(problem) => view! { <NotForYou problem=problem /> }.into_any(),
                }
            }
        })}
    }
}

#[component]
fn Key(token: String) -> impl IntoView {
    let texts = use_texts();
    let trade = ServerAction::<TradeTeacherLink>::new();
    answer_with_status(trade);
    let trouble = Signal::derive(move || {
        let problem = trade.value().get()?.err()?;
        Some(match problem.refusal {
            Refusal::NotFound => texts.dead_link_text().to_owned(),
            _ => words::of_problem(texts, &problem, ""),
        })
    });
    view! {
        <Alone title=texts.teach_title() text=texts.teach_text()>
            <ActionForm action=trade attr:class="form">
                <Alert text=trouble />
                <input type="hidden" name="token" value=token />
                <Submit pending=trade.pending()>{texts.teach_open()}</Submit>
            </ActionForm>
        </Alone>
    }
}

/// The link was replaced, or its class has an owner or is deleted. The server does not know which, and the advice is
/// the same.
#[component]
fn Dead() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::web::set_status(Refusal::NotFound.status());
    let texts = use_texts();
    view! {
        <Message scene=Scene::Over title=texts.dead_link_title() text=texts.dead_link_text()>
            <a class="button primary" href="/classes" rel="external">
                {texts.site_my_classes()}
            </a>
            <a class="button" href="/">
                {texts.site_first_page()}
            </a>
        </Message>
    }
}
