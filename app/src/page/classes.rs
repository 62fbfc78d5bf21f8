//! A member's home: her classes, open and past, and a new one.

use crate::{
    call::load_classes,
    component::{Icon, Message, NotFound, On, Picture, Scene, loaded},
    member_words,
    page::home::OpenClassForm,
    visitor::use_texts,
    words,
};
use domain::{
    class::ClassState,
    refusal::Refusal,
    view::{ClassRow, ClassesView},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// From so few recovery codes on, a member is asked to make new ones.
const FEW_CODES: u32 = 3;

#[component]
pub fn ClassesPage() -> impl IntoView {
    let texts = use_texts();
    let classes = Resource::new_blocking(|| (), |()| load_classes());
    view! {
        <Title text=texts.classes_title() />
        {loaded(move || async move {
            match classes.await {
                Ok(classes) => view! { <Classes classes=classes /> }.into_any(),
                Err(problem) => view! { <NotForYou problem=problem /> }.into_any(),
            }
        })}
    }
}

/// For pages of members: who is on the way elsewhere sees nothing, a student finds nothing here.
#[component]
pub fn NotForYou(problem: crate::problem::Problem) -> impl IntoView {
    let texts = use_texts();
    match problem.refusal {
        Refusal::SignInFirst | Refusal::FactorFirst => ().into_any(),
        Refusal::NotFound => view! { <NotFound /> }.into_any(),
        _ => view! {
            <Message
                scene=Scene::Broken
                title=texts.message_broken_title()
                text=words::of_problem(texts, &problem, "")
            >
                <a class="button" href="/">{texts.site_first_page()}</a>
            </Message>
        }
        .into_any(),
    }
}

#[component]
fn Classes(classes: ClassesView) -> impl IntoView {
    let texts = use_texts();
    let ClassesView {
        username,
        recovery_codes_left,
        unconfirmed_email,
        open,
        past,
    } = classes;
    let none = open.is_empty() && past.is_empty();
    view! {
        <main class="page" id="main">
            <header class="page-head">
                <div>
                    <p class="eyebrow">{texts.classes_title()}</p>
                    <h1 tabindex="-1">{texts.classes_welcome(username)}</h1>
                </div>
                <a class="button primary" href="#open-class">
                    {texts.classes_open_new()}
                </a>
            </header>
            <div class="stack loose">
                {(recovery_codes_left <= FEW_CODES).then(|| view! { <FewCodes left=recovery_codes_left /> })}
                {unconfirmed_email.map(|email| view! { <Unconfirmed email=email /> })}
                {none.then(|| view! { <p class="lead">{texts.classes_none()}</p> })}
                {(!open.is_empty()).then(|| view! { <Rows title=texts.classes_open() rows=open /> })}
                <div class="narrow" id="open-class">
                    <OpenClassForm owned=true />
                </div>
                {(!past.is_empty()).then(|| view! { <Rows title=texts.classes_past() rows=past /> })}
            </div>
        </main>
    }
}

#[component]
pub fn FewCodes(left: u32) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="note warn" role="status">
            <Picture icon=Icon::Key />
            <strong>{texts.classes_few_codes_title(u64::from(left))}</strong>
            <p>{texts.classes_few_codes_text()}</p>
            <p class="row">
                <a class="button small" href="/account/recovery-codes">
                    {texts.classes_few_codes_do()}
                </a>
            </p>
        </div>
    }
}

#[component]
fn Unconfirmed(email: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="note accent">
            <Picture icon=Icon::Info />
            <strong>{texts.classes_confirm_title()}</strong>
            <p>{texts.classes_confirm_text(email)}</p>
            <form class="row" method="post" action="/account/confirm-again">
                <button class="button small">{texts.classes_confirm_again()}</button>
            </form>
        </div>
    }
}

#[component]
fn Rows(title: &'static str, rows: Vec<ClassRow>) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="card">
            <h2>{title}</h2>
            <table class="table">
                <caption class="visually-hidden">{title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts.classes_class()}</th>
                        <th scope="col">{texts.classes_state()}</th>
                        <th scope="col">{texts.classes_opened()}</th>
                        <th class="num" scope="col">
                            {texts.classes_students()}
                        </th>
                        <th scope="col">{texts.classes_finished()}</th>
                        <th scope="col">
                            <span class="visually-hidden">{texts.classes_board()}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(|row| view! { <Row row=row /> }).collect_view()}</tbody>
            </table>
        </section>
    }
}

#[component]
fn Row(row: ClassRow) -> impl IntoView {
    let texts = use_texts();
    let board = format!("/classes/{}", row.id);
    let finished = texts.classes_finished_of(row.seats, row.finished);
    let tone = match row.state {
        ClassState::Open => "tag good",
        ClassState::Paused => "tag warn",
        ClassState::Ended => "tag",
    };
    view! {
        <tr>
            <th scope="row">
                <a href=board.clone()>{row.title}</a>
            </th>
            <td data-label=texts.classes_state()>
                <span class=tone>{member_words::of_state(texts, row.state)}</span>
            </td>
            <td data-label=texts.classes_opened()>
                <On time=row.opened />
            </td>
            <td class="num" data-label=texts.classes_students()>
                <span>{row.seats}</span>
            </td>
            <td data-label=texts.classes_finished()>
                <span>{finished.clone()}</span>
                <progress max=row.seats.max(1).to_string() value=row.finished.to_string() aria-label=finished></progress>
            </td>
            <td class="end">
                <a class="button small" href=board>
                    {texts.classes_board()}
                </a>
            </td>
        </tr>
    }
}
