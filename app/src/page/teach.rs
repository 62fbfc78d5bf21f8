//! The teacher link: one button between an address that anybody may have previewed and the class.

use crate::{
    call::TradeTeacherLink,
    component::{Alert, Submit},
    page::refused::answer_with_status,
    visitor::use_texts,
    words,
};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

#[component]
pub fn TeachPage() -> impl IntoView {
    let texts = use_texts();
    let token = use_params_map()
        .with_untracked(|params| params.get("token"))
        .unwrap_or_default();
    let trade = ServerAction::<TradeTeacherLink>::new();
    answer_with_status(trade);
    let trouble = Signal::derive(move || {
        let problem = trade.value().get()?.err()?;
        Some(match problem.refusal {
            domain::refusal::Refusal::NotFound => texts.teach_dead().to_owned(),
            _ => words::of_problem(texts, &problem, ""),
        })
    });
    view! {
        <Title text=texts.teach_title() />
        <main class="page narrow" id="main">
            <section class="card alone">
                <header>
                    <h1 tabindex="-1">{texts.teach_title()}</h1>
                    <p class="soft">{texts.teach_text()}</p>
                </header>
                <ActionForm action=trade attr:class="form">
                    <Alert text=trouble />
                    <input type="hidden" name="token" value=token />
                    <Submit pending=trade.pending()>{texts.teach_open()}</Submit>
                </ActionForm>
            </section>
        </main>
    }
}
