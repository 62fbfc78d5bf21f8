//! Server functions for opening a class.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// The content of the form that opens a class.
#[derive(Clone, Serialize, Deserialize)]
pub struct ClassForm {
    /// Identifies this form, so that sending it twice opens one class.
    pub seal: String,
    /// Refused input, to fill the fields again on a page without scripts.
    pub title: Option<String>,
    pub seats: Option<String>,
}

#[cfg(feature = "ssr")]
const TYPED_TITLE: &str = "typed_title";
#[cfg(feature = "ssr")]
const TYPED_SEATS: &str = "typed_seats";

#[server(prefix = "/sfn", endpoint = "open-class-form", input = GetUrl)]
pub async fn new_class_form() -> Result<Option<ClassForm>, Problem> {
    let visit = crate::web::Visit::current()?;
    if visit.stepwise.settings().members_only && visit.member_here().await?.is_none() {
        return Ok(None);
    }
    let seal = visit.stepwise.open_class_form().map_err(|error| visit.problem(error))?;
    Ok(Some(ClassForm {
        seal,
        title: visit.kept(TYPED_TITLE),
        seats: visit.kept(TYPED_SEATS),
    }))
}

#[server(prefix = "", endpoint = "classes")]
pub async fn open_class(form: String, seats: String, title: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let opened = open(&visit, form, &seats, &title).await;
    for (name, typed) in [(TYPED_TITLE, &title), (TYPED_SEATS, &seats)] {
        match opened {
            Ok(()) => visit.forget_kept(name),
            Err(_) => visit.keep_for_a_minute(name, typed),
        }
    }
    opened
}

#[cfg(feature = "ssr")]
async fn open(visit: &crate::web::Visit, form: String, seats: &str, title: &str) -> Result<(), Problem> {
    use crate::web::go;
    use domain::{session::LinkKind, validate};
    let locale = visit.locale();
    let title = validate::title(title).map_err(|refusal| visit.problem(refusal))?;
    let request = backend::service::OpenClass {
        form,
        seats: validate::seats(seats).map_err(|refusal| visit.problem(refusal))?,
        title: title.unwrap_or_else(|| texts::Texts::of(locale).board_default_title().to_owned()),
        locale,
        life: None,
        address: visit.address(),
        owner: visit.member_here().await?,
    };
    let opened = visit
        .stepwise
        .open_class(request)
        .await
        .map_err(|error| visit.problem(error))?;
    if let Some(teacher_token) = opened.teacher_token {
        // The session gains rights, so it gets a new id. An attacker who had planted the old id in this browser gains
        // nothing.
        visit.arrive(visit.state().await?.with_teacher_grant(opened.id)).await?;
        super::board::show_link_once(visit, opened.id, LinkKind::Teacher, &teacher_token)?;
    }
    go(&format!("/classes/{}", opened.id));
    Ok(())
}
