//! Opening a class.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The seal that makes a form sent twice open one class.
#[server(prefix = "/sfn", endpoint = "open-class-form", input = GetUrl)]
pub async fn new_class_form() -> Result<Option<String>, Problem> {
    let visit = crate::web::Visit::current()?;
    if visit.stepwise.settings().members_only {
        return Ok(None);
    }
    visit
        .stepwise
        .open_class_form()
        .map(Some)
        .map_err(|error| visit.problem(error))
}

#[server(prefix = "", endpoint = "classes")]
pub async fn open_class(form: String, seats: String, title: String) -> Result<(), Problem> {
    use crate::web::{Visit, go};
    use domain::{session::LinkKind, validate};
    let visit = Visit::current()?;
    let locale = visit.locale();
    let title = validate::title(&title).map_err(|refusal| visit.problem(refusal))?;
    let request = backend::service::OpenClass {
        form,
        seats: validate::seats(&seats).map_err(|refusal| visit.problem(refusal))?,
        title: title.unwrap_or_else(|| texts::Texts::of(locale).board_default_title().to_owned()),
        locale,
        address: visit.address(),
    };
    let opened = visit
        .stepwise
        .open_class(request)
        .await
        .map_err(|error| visit.problem(error))?;
    // More rights, a new session: whoever planted the old one in this browser gets nothing.
    visit.arrive(visit.state().await?.granted(opened.id)).await?;
    super::board::show_link_once(&visit, opened.id, LinkKind::Teacher, &opened.teacher_token)?;
    go(&format!("/classes/{}", opened.id));
    Ok(())
}
