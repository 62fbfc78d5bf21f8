//! Server functions of the board: its content, live changes, passwords, and links that are shown once.

use crate::{islands::BoardUpdate, pages::OpenBoard, problem::Problem};
use domain::{
    exercises::Lesson,
    session::LinkKind,
    view::{BoardChanges, BoardView},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// The data of the board page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Board {
    Visible {
        board: Box<BoardView>,
        /// The address of the site that students enter in their browsers.
        address: String,
        address_qr: Qr,
        /// True if the address works on the server's machine only.
        loopback_only: bool,
        /// The teacher link, shown once after the class was opened.
        teacher_link: Option<String>,
        /// The read-only link for a colleague, shown once after it was made.
        read_link: Option<String>,
        /// Present if the user manages the class; `None` for a read-only visitor.
        menu: Option<Box<ClassMenu>>,
    },
    /// A student is signed in in the teacher's browser.
    SignedInAsStudent { login: String },
}

/// The state that the class menu needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassMenu {
    /// The class has a read-only link.
    pub read_link: bool,
    /// The class has no owner, and a member with access to it is signed in.
    pub take_over: bool,
    /// For how many days after the end of the class the server keeps its data.
    pub kept_days: u64,
    /// The refused list of names, to fill the field again on the next page.
    pub typed_names: Option<String>,
    /// The exercises of the class and their gates.
    pub lesson: Lesson,
    /// The language of the class.
    pub locale: domain::locale::Locale,
    /// Students use their own phones.
    pub phones: bool,
    /// The projector page shows the debrief.
    pub debrief: bool,
    /// In a rehearsal: login and password of the seat that is not simulated.
    pub own_seat: Option<(String, String)>,
    /// Identifies the form that adds seats, so that sending it twice adds them once.
    pub add_seats_form: String,
}

pub use crate::components::Qr;

#[server(prefix = "/sfn", endpoint = "board", input = GetUrl)]
pub async fn load_board(id: String) -> Result<Board, Problem> {
    use crate::request::RequestContext;
    use domain::{refusal::Refusal, session::Grant};
    let context = RequestContext::current()?;
    let class = class_id(&id)?;
    let state = context.session_state().await?;
    if state.any_grant(class, context.stepwise.now()) == Grant::Suspended
        && let Ok(student) = context.signed_in().await
    {
        crate::request::set_status(Refusal::NotFound.status());
        return Ok(Board::SignedInAsStudent {
            login: student.login().to_owned(),
        });
    }
    let member = context.optional_member().await?;
    let page = context
        .stepwise
        .classes
        .board_page(&state, member.as_ref(), class)
        .await?;
    let is_rehearsal = page.menu.is_some_and(|menu| menu.rehearsal);
    let (board, mut menu) = (
        page.board,
        page.menu.map(|menu| menu_view(&context, &menu)).transpose()?,
    );
    if let Some(menu) = menu.as_mut().filter(|_| is_rehearsal) {
        menu.own_seat = own_seat(&context, &board).await?;
    }
    let shown = |kind| super::shown_links::shown_link(&context, class, kind).filter(|_| menu.is_some());
    let address = context.origin_for_others();
    Ok(Board::Visible {
        address_qr: join_qr(&context, &address, &board.join_code, board.locale)?,
        board: Box::new(board),
        address,
        loopback_only: context.site.loopback_only,
        teacher_link: shown(LinkKind::Teacher),
        read_link: shown(LinkKind::Reader),
        menu: menu.map(Box::new),
    })
}
/// The seat of a rehearsal that is not simulated, so that the teacher can be its student.
async fn own_seat(
    context: &crate::request::RequestContext,
    board: &BoardView,
) -> Result<Option<(String, String)>, Problem> {
    use domain::rehearsal::OWN_SEAT;
    let teacher = context.class_manager(&board.id.to_string()).await?;
    let passwords = context.stepwise.classes.seat_passwords(teacher, Some(OWN_SEAT)).await?;
    let seat = board.seats().iter().find(|seat| seat.number == OWN_SEAT);
    Ok(seat
        .zip(passwords.into_iter().next())
        .map(|(seat, (_, password))| (seat.login.clone(), password)))
}
fn menu_view(
    context: &crate::request::RequestContext,
    menu: &backend::classes::ClassMenu,
) -> Result<ClassMenu, Problem> {
    Ok(ClassMenu {
        read_link: menu.read_link,
        take_over: menu.take_over,
        kept_days: menu.kept_days,
        typed_names: context.typed(super::class_actions::TYPED_NAMES),
        lesson: menu.lesson,
        locale: menu.locale,
        phones: menu.phones,
        debrief: menu.debrief,
        own_seat: None,
        add_seats_form: context.stepwise.classes.add_seats_form()?,
    })
}

#[server(prefix = "/sfn", endpoint = "board-changes", input = GetUrl)]
pub async fn load_board_changes(id: String, since: i64) -> Result<BoardChanges, Problem> {
    let context = crate::request::RequestContext::current()?;
    Ok(poll(&context, class_id(&id)?, since).await?.changes)
}

/// The changes for an open board, which shows rows that the server has rendered.
#[server(prefix = "/sfn", endpoint = "board-update", input = GetUrl)]
pub async fn load_board_update(id: String, since: i64) -> Result<BoardUpdate, Problem> {
    let context = crate::request::RequestContext::current()?;
    let class = class_id(&id)?;
    let polled = poll(&context, class, since).await?;
    let board = OpenBoard {
        class,
        manages: polled.manages,
        preferences: context.preferences(),
    };
    Ok(board.update(&polled.changes))
}

async fn poll(
    context: &crate::request::RequestContext,
    class: domain::ids::ClassId,
    since: i64,
) -> Result<backend::classes::PolledBoard, Problem> {
    let (state, member) = (context.session_state().await?, context.optional_member().await?);
    let classes = &context.stepwise.classes;
    Ok(classes.poll_board(&state, member.as_ref(), class, since).await?)
}

/// Returns seat numbers with passwords, for one seat or all. This is a POST, because a response with passwords must be
/// neither prefetched nor cached.
#[server(prefix = "/sfn", endpoint = "seat-passwords")]
pub async fn load_seat_passwords(id: String, number: Option<u16>) -> Result<Vec<(u16, String)>, Problem> {
    let context = crate::request::RequestContext::current()?;
    let teacher = context.class_manager(&id).await?;
    Ok(context.stepwise.classes.seat_passwords(teacher, number).await?)
}

/// The teacher has saved the link, so the board does not show the link again.
#[server(prefix = "", endpoint = "classes/link-saved")]
pub async fn forget_teacher_link(id: String, which: Option<LinkKind>) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let class = class_id(&id)?;
    super::shown_links::forget_link(&context, class, which.unwrap_or(LinkKind::Teacher));
    crate::request::redirect(&format!("/classes/{class}"));
    Ok(())
}

/// The QR code of the address at which students join the class.
pub fn join_qr(
    context: &crate::request::RequestContext,
    address: &str,
    join_code: &str,
    locale: domain::locale::Locale,
) -> Result<Qr, Problem> {
    use domain::{join_code::JoinCode, refusal::Refusal};
    let code = JoinCode::parse(join_code).ok_or(Refusal::Unavailable)?;
    let join = context.stepwise.classes.join_path(&code, locale);
    Ok(Qr::of(&format!("{address}{join}"))?)
}
fn class_id(id: &str) -> Result<domain::ids::ClassId, Problem> {
    Ok(id.parse().map_err(|_| domain::refusal::Refusal::NotFound)?)
}
