//! The server function for all actions on a whole class: seats, names, pause, end, links, owner, messages.

use crate::problem::Problem;
use domain::class::Extension;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassAct {
    AddSeats,
    Names,
    Pause,
    GoOn,
    Ends,
    End,
    ReadLink,
    ReadLinkOff,
    TeacherLink,
    TakeOver,
    Messages,
    MessagesOff,
    TakeBack,
}

impl ClassAct {
    pub const fn code(self) -> &'static str {
        match self {
            Self::AddSeats => "add_seats",
            Self::Names => "names",
            Self::Pause => "pause",
            Self::GoOn => "go_on",
            Self::Ends => "ends",
            Self::End => "end",
            Self::ReadLink => "read_link",
            Self::ReadLinkOff => "read_link_off",
            Self::TeacherLink => "teacher_link",
            Self::TakeOver => "take_over",
            Self::Messages => "messages",
            Self::MessagesOff => "messages_off",
            Self::TakeBack => "take_back",
        }
    }
}

/// The result of an action, which the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassActed {
    pub what: ClassAct,
    /// The number of added seats, of names that were given to seats, or of seats that were taken back.
    pub many: Option<usize>,
}

/// The cookie with the refused list of names, which fills the field again on a page without scripts.
#[cfg(feature = "ssr")]
pub const TYPED_NAMES: &str = "typed_names";

#[server(prefix = "", endpoint = "classes/act")]
pub async fn act_on_class(
    id: String,
    what: ClassAct,
    seats: Option<String>,
    names: Option<String>,
    until: Option<Extension>,
) -> Result<ClassActed, Problem> {
    use domain::{refusal::Refusal, validate};
    let visit = crate::web::Visit::current()?;
    let teacher = visit.manages(&id).await?;
    let stepwise = &visit.stepwise;
    let refused = |refusal: Refusal| visit.problem(refusal);
    let mut many = None;
    let done = match what {
        ClassAct::AddSeats => {
            let more = validate::seats(&seats.unwrap_or_default()).map_err(refused)?;
            many = Some(usize::from(more));
            stepwise.classes.add_seats(teacher, more).await.map(drop)
        }
        ClassAct::Names => {
            let names = names.unwrap_or_default();
            let labelled = stepwise.classes.label_seats(teacher, &names).await;
            if labelled.is_ok() {
                visit.forget_kept(TYPED_NAMES);
            } else if visit.is_without_scripts() {
                visit.keep_list_for_a_minute(TYPED_NAMES, &names);
            }
            labelled.map(|labelled| many = Some(labelled))
        }
        ClassAct::Pause => stepwise.classes.pause_class(teacher, true).await,
        ClassAct::GoOn => stepwise.classes.pause_class(teacher, false).await,
        ClassAct::Ends => {
            let until = until.ok_or_else(|| refused(Refusal::BadRequest))?;
            let offset = crate::web::visitor().utc_offset;
            stepwise.classes.extend_class(teacher, until, offset).await
        }
        ClassAct::End => stepwise.classes.end_class(teacher).await,
        ClassAct::ReadLinkOff => stepwise.classes.drop_read_link(teacher).await,
        ClassAct::ReadLink | ClassAct::TeacherLink => links::renew(&visit, teacher, what).await?,
        ClassAct::TakeOver => links::take_over(&visit, teacher).await?,
        ClassAct::Messages => stepwise.students.set_message_exercise(teacher, true).await,
        ClassAct::MessagesOff => stepwise.students.set_message_exercise(teacher, false).await,
        ClassAct::TakeBack => stepwise
            .classes
            .take_back_seats(teacher)
            .await
            .map(|seats| many = Some(seats)),
    };
    done.map_err(|error| visit.problem(error))?;
    let class = teacher.class();
    match (what, many) {
        // A new document shows the new link, or the board for the new owner.
        (ClassAct::ReadLink | ClassAct::TeacherLink | ClassAct::TakeOver, _) => {
            crate::web::go(&format!("/classes/{class}"));
        }
        (_, Some(many)) if visit.is_without_scripts() => {
            crate::web::go(&format!("/classes/{class}/menu?done={}&many={many}", what.code()));
        }
        (_, None) if visit.is_without_scripts() => crate::web::go(&format!("/classes/{class}")),
        _ => {}
    }
    Ok(ClassActed { what, many })
}

#[cfg(feature = "ssr")]
mod links {
    use super::{super::board, ClassAct};
    use crate::{problem::Problem, web::Visit};
    use backend::access::ManagesClass;
    use domain::{refusal::Refusal, session::LinkKind};

    /// Makes a new link and puts it into the cookie from which the board shows it.
    pub async fn renew(visit: &Visit, teacher: ManagesClass, what: ClassAct) -> Result<backend::Result<()>, Problem> {
        let class = teacher.class();
        if what == ClassAct::ReadLink {
            return match visit.stepwise.classes.new_read_link(teacher).await {
                Ok(token) => board::show_link_once(visit, class, LinkKind::Reader, &token).map(Ok),
                Err(error) => Ok(Err(error)),
            };
        }
        match visit
            .stepwise
            .classes
            .new_teacher_link(teacher, visit.state().await?)
            .await
        {
            Ok((token, state)) => {
                visit.keep(state).await?;
                board::show_link_once(visit, class, LinkKind::Teacher, &token).map(Ok)
            }
            Err(error) => Ok(Err(error)),
        }
    }

    pub async fn take_over(visit: &Visit, teacher: ManagesClass) -> Result<backend::Result<()>, Problem> {
        let member = visit.member_here().await?;
        let member = member.ok_or_else(|| visit.problem(Refusal::SignInFirst))?;
        let taken = visit.stepwise.classes.take_over(teacher, &member).await;
        if taken.is_ok() {
            // Taking over ended the teacher link, so the board must not show it any more.
            visit.forget_cookie(&board::link_cookie(teacher.class(), LinkKind::Teacher));
        }
        Ok(taken)
    }
}
