//! New links of a class, and its new owner.

use super::{super::shown_links, ClassAction};
use crate::{problem::Problem, request::RequestContext};
use backend::access::ManagesClass;
use domain::{refusal::Refusal, session::LinkKind};

/// Makes a new link and stores it in a cookie, from which the board shows the link.
pub async fn renew(
    context: &RequestContext,
    teacher: ManagesClass,
    what: ClassAction,
) -> Result<backend::Result<()>, Problem> {
    let class = teacher.class();
    if what == ClassAction::ReadLink {
        return match context.stepwise.classes.new_read_link(teacher).await {
            Ok(token) => shown_links::show_link_once(context, class, LinkKind::Reader, &token).map(Ok),
            Err(error) => Ok(Err(error)),
        };
    }
    match context
        .stepwise
        .classes
        .new_teacher_link(teacher, context.session_state().await?)
        .await
    {
        Ok((token, state)) => {
            context.save_session(state).await?;
            shown_links::show_link_once(context, class, LinkKind::Teacher, &token).map(Ok)
        }
        Err(error) => Ok(Err(error)),
    }
}

pub async fn take_over(context: &RequestContext, teacher: ManagesClass) -> Result<backend::Result<()>, Problem> {
    let member = context.optional_member().await?;
    let member = member.ok_or(Refusal::SignInFirst)?;
    let taken = context.stepwise.classes.take_over(teacher, &member).await;
    if taken.is_ok() {
        // The new owner needs no teacher link and the old link is not valid any more, so the board must not show
        // it.
        shown_links::forget_link(context, teacher.class(), LinkKind::Teacher);
    }
    Ok(taken)
}
