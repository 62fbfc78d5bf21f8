//! Opening a class.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The seal that makes a form sent twice open one class.
#[server(prefix = "/sfn", endpoint = "open-class-form", input = GetUrl)]
pub async fn new_class_form() -> Result<Option<String>, Problem> {
    let visit = crate::web::Visit::current()?;
    if visit.stepwise.settings().members_only && visit.member().await.is_err() {
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
    use crate::web::{Visit, go, teacher_link_purpose};
    use domain::validate;
    let visit = Visit::current()?;
    let locale = visit.locale();
    let title = validate::title(&title).map_err(|refusal| visit.problem(refusal))?;
    let request = backend::service::OpenClass {
        form,
        seats: validate::seats(&seats).map_err(|refusal| visit.problem(refusal))?,
        title: title.unwrap_or_else(|| texts::Texts::of(locale).board_default_title().to_owned()),
        locale,
        address: visit.address(),
        owner: visit.member().await.ok(),
    };
    let opened = visit
        .stepwise
        .open_class(request)
        .await
        .map_err(|error| visit.problem(error))?;
    if let Some(teacher_token) = opened.teacher_token {
        // More rights, a new session: whoever planted the old one in this browser gets nothing.
        visit.arrive(visit.state().await?.granted(opened.id)).await?;
        let link = visit
            .stepwise
            .once()
            .seal(
                &teacher_link_purpose(opened.id),
                &teacher_token,
                visit.stepwise.now(),
                super::board::LINK_LIFE,
            )
            .map_err(|error| visit.problem(error))?;
        visit.set_cookie(&super::board::link_cookie(opened.id), &link, super::board::LINK_LIFE);
    }
    go(&format!("/classes/{}", opened.id));
    Ok(())
}
