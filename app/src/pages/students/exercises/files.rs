//! The exercise *files by role*: the list of files, three tasks, and the page of a file.

mod file;
mod tasks;

pub use file::FilePage;

use super::{AtHome, exercise_page};
use crate::{
    components::{Alert, Icon, Picture},
    i18n::{self, use_texts},
    pages::form_errors::show_form_errors,
    server_fns::{AnswerFiles, EnterCodeWord, load_files_exercise},
};
use domain::{
    exercises::{
        Exercise,
        files::{File, Role, may_open},
    },
    view::FilesView,
};
use leptos::prelude::*;
use tasks::Tasks;
use texts::Texts;

pub fn page() -> impl IntoView {
    // The actions are created outside of `exercise_page`, because Leptos reads the refusal of a form without scripts when
    // the page begins to render.
    let word = ServerAction::<EnterCodeWord>::new();
    let answer = ServerAction::<AnswerFiles>::new();
    show_form_errors(word);
    show_form_errors(answer);
    exercise_page(Exercise::Files, load_files_exercise, move |_, exercise| {
        view! { <Files exercise=exercise word=word answer=answer /> }
    })
}

#[component]
fn Files(exercise: FilesView, word: ServerAction<EnterCodeWord>, answer: ServerAction<AnswerFiles>) -> impl IntoView {
    let texts = use_texts();
    let role = exercise.role;
    let passed = exercise.progress.passed();
    let (name, about) = role_words(texts, role);
    let refused = Signal::derive(move || {
        let problem = word.value().get().and_then(Result::err);
        let problem = problem.or_else(|| answer.value().get().and_then(Result::err));
        problem.map(|problem| i18n::problem_text(texts, &problem, ""))
    });
    view! {
        <Alert text=refused />
        <section class="card" aria-labelledby="role">
            <h2 id="role">{texts.exercise_files_role()}</h2>
            <p>
                <strong>{name}</strong>
                ". "
                {about}
            </p>
            <h3 id="list">{texts.exercise_files_list()}</h3>
            <ul class="items" role="list" aria-labelledby="list">
                {File::ALL.map(|file| view! { <Item file=file role=role /> }).collect_view()}
            </ul>
        </section>
        <Tasks exercise=exercise word=word answer=answer />
        {passed.then(|| view! { <AtHome text=texts.exercise_files_home() /> })}
    }
}

/// A file with its address. The address of a locked file is a link too: the server decides, not the page.
#[component]
fn Item(file: File, role: Role) -> impl IntoView {
    let texts = use_texts();
    let (name, _) = file_words(texts, file);
    let address = address_of(file);
    let content = if may_open(role, file) {
        view! {
            <a class="link" href=address rel="nofollow">
                {name}
            </a>
        }
        .into_any()
    } else {
        view! {
            {name}
            <small>
                {texts.exercise_files_locked()} " "
                <a class="link" href=address.clone() rel="nofollow">
                    {address.clone()}
                </a>
            </small>
        }
        .into_any()
    };
    view! {
        <li>
            <Picture icon=if may_open(role, file) { Icon::File } else { Icon::Key } />
            <div>{content}</div>
        </li>
    }
}

fn address_of(file: File) -> String {
    format!("/lesson/files/{}", file.code())
}

const fn role_words(texts: Texts, role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Intern => (texts.exercise_files_intern(), texts.exercise_files_intern_about()),
        Role::Accountant => (
            texts.exercise_files_accountant(),
            texts.exercise_files_accountant_about(),
        ),
        Role::Administrator => (
            texts.exercise_files_administrator(),
            texts.exercise_files_administrator_about(),
        ),
    }
}

/// The name and the content of a file.
const fn file_words(texts: Texts, file: File) -> (&'static str, &'static str) {
    match file {
        File::CanteenMenu => (
            texts.exercise_files_canteen_menu(),
            texts.exercise_files_canteen_menu_text(),
        ),
        File::WeeklyTasks => (
            texts.exercise_files_weekly_tasks(),
            texts.exercise_files_weekly_tasks_text(),
        ),
        File::Invoices => (texts.exercise_files_invoices(), texts.exercise_files_invoices_text()),
        File::Salaries => (texts.exercise_files_salaries(), texts.exercise_files_salaries_text()),
        File::BackupPlan => (
            texts.exercise_files_backup_plan(),
            texts.exercise_files_backup_plan_text(),
        ),
        File::UserAccounts => (
            texts.exercise_files_user_accounts(),
            texts.exercise_files_user_accounts_text(),
        ),
    }
}
