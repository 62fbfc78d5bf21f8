//! Server functions of the projector page: its content and the live changes, without names, logins and labels.

use crate::{components::Qr, problem::Problem};
use domain::view::{DebriefView, WallChanges, WallView};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Projector {
    pub wall: WallView,
    /// The address of the site that students enter in their browsers.
    pub address: String,
    pub address_qr: Qr,
    pub join_code: String,
    /// True if the address works on the server's machine only.
    pub loopback_only: bool,
    /// Present while the teacher talks about the lesson.
    pub debrief: Option<DebriefView>,
}

#[server(prefix = "/sfn", endpoint = "wall", input = GetUrl)]
pub async fn load_wall(id: String) -> Result<Projector, Problem> {
    let context = crate::request::RequestContext::current()?;
    let reader = context.class_reader(&id).await?;
    let classes = &context.stepwise.classes;
    let page = classes.wall(reader).await?;
    let debrief = match page.wall.changes.settings.debrief {
        true => Some(classes.debrief(reader).await?),
        false => None,
    };
    let address = context.origin_for_others();
    let locale = page.wall.changes.settings.locale;
    Ok(Projector {
        address_qr: super::board::join_qr(&context, &address, &page.join_code, locale)?,
        wall: page.wall,
        address,
        join_code: page.join_code,
        loopback_only: context.site.loopback_only,
        debrief,
    })
}

#[server(prefix = "/sfn", endpoint = "wall-changes", input = GetUrl)]
pub async fn load_wall_changes(id: String, since: i64) -> Result<WallChanges, Problem> {
    let context = crate::request::RequestContext::current()?;
    let reader = context.class_reader(&id).await?;
    Ok(context.stepwise.classes.wall_changes(reader, since).await?)
}
