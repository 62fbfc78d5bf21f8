//! Server functions of the exercise *files by role*.

use crate::problem::Problem;
use domain::{
    exercises::files::File,
    view::{FileView, FilesView},
};
use leptos::prelude::*;

const PAGE: &str = "/lesson/files";

/// What the page shows. It is no server function, so that only the page has the data.
pub async fn load_files_exercise() -> Result<FilesView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_signed_in().await?;
    Ok(context.stepwise.exercises.files(&who).await?)
}

/// Opens a file, or refuses it. It is no server function, so that a file has one address.
pub async fn load_file(file: File) -> Result<FileView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_signed_in().await?;
    Ok(context.stepwise.exercises.file(&who, file).await?)
}

#[server(prefix = "", endpoint = "lesson/files-word")]
pub async fn enter_code_word(revision: u32, word: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    context
        .stepwise
        .exercises
        .enter_code_word(&who, revision, &word)
        .await?;
    crate::request::redirect(PAGE);
    Ok(())
}

/// Answers why the server refused the file.
#[server(prefix = "", endpoint = "lesson/files-answer")]
pub async fn answer_files(revision: u32, #[server(default)] reason: String) -> Result<(), Problem> {
    use domain::{exercises::files::Reason, refusal::Refusal};
    let context = crate::request::RequestContext::current()?;
    let who = context.signed_in().await?;
    let reason = Reason::from_code(&reason).ok_or(Refusal::BadRequest)?;
    context.stepwise.exercises.answer_files(&who, revision, reason).await?;
    crate::request::redirect(PAGE);
    Ok(())
}
