//! The page of one file: its content, or the refusal with the status 403.

use super::{super::exercise_page, file_words, role_words};
use crate::{
    components::{Icon, NotFound, Picture},
    i18n::use_texts,
    server_fns::load_file,
};
use domain::{
    exercises::{
        Exercise,
        files::{File, Role},
    },
    view::{FileAccess, FileView},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[component]
pub fn FilePage() -> impl IntoView {
    let code = use_params_map().with_untracked(|params| params.get("file"));
    let Some(file) = code.as_deref().and_then(File::from_code) else {
        return view! { <NotFound /> }.into_any();
    };
    let load = move || load_file(file);
    exercise_page(Exercise::Files, load, |lesson, view: FileView| match view.access {
        FileAccess::Opened { code_word } => view! { <Opened file=view.file code_word=code_word /> }.into_any(),
        FileAccess::Refused => {
            view! { <Refused file=view.file role=view.role login=lesson.login.clone() /> }.into_any()
        }
    })
    .into_any()
}

#[component]
fn Opened(file: File, code_word: Option<String>) -> impl IntoView {
    let texts = use_texts();
    let (name, text) = file_words(texts, file);
    view! {
        <section class="card" aria-labelledby="file">
            <h2 id="file">
                <Picture icon=Icon::File />
                " "
                {name}
            </h2>
            <p>{text}</p>
            {code_word
                .map(|word| view! {
                    <p>
                        {texts.exercise_files_code_word()} " " <strong class="word">{word}</strong>
                    </p>
                })}
            <Back />
        </section>
    }
}

#[component]
fn Refused(file: File, role: Role, login: String) -> impl IntoView {
    crate::request::set_status(403);
    let texts = use_texts();
    let (file, _) = file_words(texts, file);
    let (role, _) = role_words(texts, role);
    view! {
        <section class="card" aria-labelledby="closed">
            <h2 id="closed">{texts.exercise_files_closed()}</h2>
            <p>{texts.exercise_files_closed_text(file, login, role)}</p>
            <h3>{texts.exercise_files_closed_who_title()}</h3>
            <p>{texts.exercise_files_closed_who()}</p>
            <h3>{texts.exercise_files_closed_why_title()}</h3>
            <p>{texts.exercise_files_closed_why()}</p>
            <Back />
        </section>
    }
}

#[component]
fn Back() -> impl IntoView {
    let texts = use_texts();
    view! {
        <p>
            <a class="button" href="/lesson/files">
                <Picture icon=Icon::Back />
                " "
                {texts.exercise_files_back()}
            </a>
        </p>
    }
}
