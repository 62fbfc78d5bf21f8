//! The teacher link and the read-only link of a class, which the board shows until the teacher has saved them.

use crate::{
    problem::Problem,
    request::{RequestContext, SealedCookie},
};
use domain::{ids::ClassId, session::LinkKind};

/// Each class has its own cookies, so that opening a second class does not overwrite the link of the first class.
fn cookie(class: ClassId, kind: LinkKind) -> SealedCookie {
    match kind {
        LinkKind::Teacher => SealedCookie::shown_once(format!("teacher_link_{class}"), format!("teacher-link:{class}")),
        LinkKind::Reader => SealedCookie::shown_once(format!("read_link_{class}"), format!("read-link:{class}")),
    }
}

pub fn show_link_once(context: &RequestContext, class: ClassId, kind: LinkKind, token: &str) -> Result<(), Problem> {
    Ok(context.set_sealed(&cookie(class, kind), token)?)
}

/// The link of a class also works on other computers.
pub fn shown_link(context: &RequestContext, class: ClassId, kind: LinkKind) -> Option<String> {
    let token = context.sealed(&cookie(class, kind))?;
    Some(format!("{}/teach/{token}", context.origin_for_others()))
}

pub fn forget_link(context: &RequestContext, class: ClassId, kind: LinkKind) {
    context.remove_sealed(&cookie(class, kind));
}
