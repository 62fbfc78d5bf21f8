//! The home page of a member: open and past classes, the results of deleted classes, and the form for a new class.

use crate::{
    components::{Icon, LoadError, On, Picture, ResendConfirmation, loaded},
    i18n::{self, use_texts},
    pages::{classes::results::Numbers, home::OpenClassForm},
    server_fns::load_classes,
};
use domain::{
    class::ClassState,
    results::Summary,
    view::{ClassRow, ClassesView, PurgedClass},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// If a member has this number of unused recovery codes or fewer, the page suggests making new codes.
const FEW_CODES: u32 = 3;

#[component]
pub fn ClassesPage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.classes_title() />
        {loaded(async move {
            match load_classes().await {
                Ok(classes) => view! { <Classes classes=classes /> }.into_any(),
                Err(problem) => view! { <LoadError problem=problem /> }.into_any(),
            }
        })}
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
        gone,
    } = classes;
    let none = open.is_empty() && past.is_empty() && gone.is_empty();
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
                {(!gone.is_empty()).then(|| view! { <Gone classes=gone /> })}
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
            <ResendConfirmation to="/classes" />
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
                <span class=tone>{i18n::class_state_name(texts, row.state)}</span>
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

/// Classes whose data was deleted, including all names. The server keeps only anonymous numbers of these classes.
#[component]
fn Gone(classes: Vec<PurgedClass>) -> impl IntoView {
    let texts = use_texts();
    let class = move |class: PurgedClass| {
        let Summary { seats, through, .. } = class.summary;
        view! {
            <details class="disclosure">
                <summary>
                    <span>
                        {class.title} " "
                        <small class="soft">
                            <On time=class.opened /> " · " {texts.gone_through(seats, through)}
                        </small>
                    </span>
                </summary>
                <div>
                    <Numbers all=class.summary exercises=class.summary.begun_exercises() />
                    <p>
                        <a class="link" href=format!("/classes/{}/results", class.id)>
                            {texts.results_table_title()}
                        </a>
                    </p>
                </div>
            </details>
        }
    };
    view! {
        <section class="card" aria-labelledby="gone">
            <h2 id="gone">{texts.gone_title()}</h2>
            <p class="soft">{texts.gone_text()}</p>
            <div>{classes.into_iter().map(class).collect_view()}</div>
        </section>
    }
}
