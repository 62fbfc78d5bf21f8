//! The page on which a teacher uploads or pastes the names of the students, and sees what came of it.

use super::of_address::page_of_class;
use crate::{
    components::{Icon, Picture},
    i18n::{self, use_texts},
    problem::Problem,
    server_fns::{NamesOutcome, NamesPage, NamesPut, load_names_page},
};
use domain::ids::ClassId;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn ClassNamesPage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.names_title() />
        {page_of_class(load_names_page, |page| view! { <Names page=page /> })}
    }
}

#[component]
fn Names(page: NamesPage) -> impl IntoView {
    let texts = use_texts();
    let class = page.id;
    view! {
        <main class="page narrow" id="main">
            <header class="page-head">
                <div>
                    <h1 tabindex="-1">{texts.names_title()}</h1>
                    <p class="lead">{texts.names_lead()}</p>
                </div>
                <div class="row">
                    <a class="button quiet" href=format!("/classes/{class}")>
                        <Picture icon=Icon::Back />
                        " "
                        {texts.help_back()}
                    </a>
                </div>
            </header>
            <div class="stack loose">
                {page.outcome.map(|outcome| view! { <Outcome outcome=outcome /> })}
                <UploadForm class=class />
            </div>
        </main>
    }
}

#[component]
fn UploadForm(class: ClassId) -> impl IntoView {
    let texts = use_texts();
    view! {
        <form
            class="form card"
            method="post"
            action=format!("/classes/{class}/names-file")
            enctype="multipart/form-data"
        >
            <div class="field">
                <label for="file">{texts.names_file()}</label>
                <input
                    class="input"
                    id="file"
                    name="file"
                    type="file"
                    accept=".csv,.txt,.tsv,text/csv,text/plain"
                    aria-describedby="file-hint"
                />
                <p class="hint" id="file-hint">
                    {texts.names_file_hint()}
                </p>
            </div>
            <div class="field">
                <label for="names">{texts.names_paste()}</label>
                <textarea
                    class="input"
                    id="names"
                    name="names"
                    rows="6"
                    autocomplete="off"
                    spellcheck="false"
                ></textarea>
            </div>
            <label class="check">
                <input type="checkbox" name="identifiers" value="true" />
                <span>{texts.names_keep()} " " <small>{texts.names_keep_hint()}</small></span>
            </label>
            <button class="button primary">{texts.menu_names_do()}</button>
        </form>
    }
}

#[component]
fn Outcome(outcome: NamesOutcome) -> impl IntoView {
    let texts = use_texts();
    match outcome {
        Ok(put) => view! { <Put put=put /> }.into_any(),
        Err(refusal) => {
            let problem = Problem::from(refusal);
            view! {
                <div class="note bad" role="alert">
                    <Picture icon=Icon::Warn />
                    <p>{i18n::problem_text_for_teacher(texts, &problem)}</p>
                </div>
            }
            .into_any()
        }
    }
}

#[component]
fn Put(put: NamesPut) -> impl IntoView {
    let texts = use_texts();
    let some = |number: usize| Some(number as u64).filter(|number| *number > 0);
    let shared = (!put.shared_names.is_empty()).then(|| texts.names_shared(put.shared_names.join(", ")));
    view! {
        <div class="note good" role="status">
            <Picture icon=Icon::Check />
            <div>
                <p>{texts.names_put(put.seats as u64)}</p>
                {some(put.identifiers).map(|number| view! { <p>{texts.names_identifiers(number)}</p> })}
                {some(put.skipped).map(|number| view! { <p>{texts.names_skipped(number)}</p> })}
                {some(put.repeated).map(|number| view! { <p>{texts.names_repeated(number)}</p> })}
                {shared.map(|shared| view! { <p>{shared}</p> })}
            </div>
        </div>
    }
}
