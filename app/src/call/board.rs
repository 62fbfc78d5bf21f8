//! A class as its teacher sees it.

use crate::problem::Problem;
use domain::{
    session::LinkKind,
    view::{BoardChanges, BoardView},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// One for each class: a second one must not take the first one's link away.
#[cfg(feature = "ssr")]
pub fn link_cookie(class: domain::ids::ClassId, kind: LinkKind) -> String {
    match kind {
        LinkKind::Teacher => format!("teacher_link_{class}"),
        LinkKind::Reader => format!("read_link_{class}"),
    }
}
#[cfg(feature = "ssr")]
pub const LINK_LIFE: std::time::Duration = std::time::Duration::from_secs(600);

/// What the board page opens with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Board {
    Awake {
        board: Box<BoardView>,
        /// What students type into their browsers.
        address: String,
        address_qr: Qr,
        /// Nobody but this machine can reach that address.
        loopback_only: bool,
        /// Shown once, after opening.
        teacher_link: Option<String>,
        /// For a colleague who looks on; shown once too.
        read_link: Option<String>,
        /// For whoever manages the class; a colleague who looks on has none.
        menu: Option<ClassMenu>,
    },
    /// A student is signed in in the teacher's browser.
    Asleep { login: String },
}

/// What the menu of the class offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassMenu {
    /// A link for looking on is out.
    pub read_link: bool,
    /// The class is nobody's yet, and a member is signed in here.
    pub take_over: bool,
    /// How long everything stays after the end.
    pub kept_days: u64,
    /// A list of names that was refused a moment ago, where no script could keep it in its field.
    pub typed_names: Option<String>,
    /// Students practise codes by message.
    pub messages: bool,
}

pub use crate::component::Qr;

#[server(prefix = "/sfn", endpoint = "board", input = GetUrl)]
pub async fn load_board(id: String) -> Result<Board, Problem> {
    use crate::web::Visit;
    use domain::{refusal::Refusal, session::Grant};
    let visit = Visit::current()?;
    let class = parse(&visit, &id)?;
    let state = visit.state().await?;
    if state.any_grant(class, visit.stepwise.now()) == Grant::Asleep
        && let Ok(student) = visit.signed_in().await
    {
        crate::web::set_status(Refusal::NotFound.status());
        return Ok(Board::Asleep {
            login: student.login().to_owned(),
        });
    }
    let member = visit.member_here().await?;
    let reader = visit
        .stepwise
        .reads(&state, member.as_ref(), class)
        .await
        .map_err(|error| visit.problem(error))?;
    let board = visit
        .stepwise
        .board(reader)
        .await
        .map_err(|error| visit.problem(error))?;
    let menu = menu_of(&visit, &state, member.as_ref(), class).await?;
    let shown = |kind| shown_link(&visit, class, kind).filter(|_| menu.is_some());
    let address = visit.students_origin();
    Ok(Board::Awake {
        address_qr: join_qr(&visit, &address, &board.join_code)?,
        board: Box::new(board),
        address,
        loopback_only: visit.site.loopback_only,
        teacher_link: shown(LinkKind::Teacher),
        read_link: shown(LinkKind::Reader),
        menu,
    })
}

/// The menu of whoever manages the class; nothing for who only looks on.
#[cfg(feature = "ssr")]
async fn menu_of(
    visit: &crate::web::Visit,
    state: &domain::session::SessionState,
    member: Option<&backend::access::Member>,
    class: domain::ids::ClassId,
) -> Result<Option<ClassMenu>, Problem> {
    use domain::refusal::Refusal;
    let stepwise = &visit.stepwise;
    let teacher = match stepwise.manages(state, member, class).await {
        Ok(teacher) => teacher,
        Err(backend::Error::Refused(Refusal::NotFound)) => return Ok(None),
        Err(error) => return Err(visit.problem(error)),
    };
    stepwise
        .class_menu(teacher, member)
        .await
        .map(|menu| {
            Some(ClassMenu {
                read_link: menu.read_link,
                take_over: menu.take_over,
                kept_days: menu.kept.as_secs() / (24 * 3600),
                typed_names: visit.kept(super::class_act::TYPED_NAMES),
                messages: menu.messages,
            })
        })
        .map_err(|error| visit.problem(error))
}

/// Seals a new link into a cookie until it was saved; the next board shows it.
#[cfg(feature = "ssr")]
pub fn show_link_once(
    visit: &crate::web::Visit,
    class: domain::ids::ClassId,
    kind: LinkKind,
    token: &str,
) -> Result<(), Problem> {
    let sealed = visit
        .stepwise
        .once()
        .seal(&link_purpose(class, kind), token, visit.stepwise.now(), LINK_LIFE)
        .map_err(|error| visit.problem(error))?;
    visit.set_cookie(&link_cookie(class, kind), &sealed, LINK_LIFE);
    Ok(())
}

#[cfg(feature = "ssr")]
fn shown_link(visit: &crate::web::Visit, class: domain::ids::ClassId, kind: LinkKind) -> Option<String> {
    let sealed = visit.cookie(&link_cookie(class, kind))?;
    let opened = visit
        .stepwise
        .once()
        .open(&link_purpose(class, kind), &sealed, visit.stepwise.now());
    opened.map(|token| format!("{}/teach/{token}", visit.origin()))
}

#[cfg(feature = "ssr")]
fn link_purpose(class: domain::ids::ClassId, kind: LinkKind) -> String {
    match kind {
        LinkKind::Teacher => crate::web::teacher_link_purpose(class),
        LinkKind::Reader => format!("read-link:{class}"),
    }
}

#[server(prefix = "/sfn", endpoint = "board-changes", input = GetUrl)]
pub async fn load_board_changes(id: String, since: i64) -> Result<BoardChanges, Problem> {
    let visit = crate::web::Visit::current()?;
    let reader = visit.reads(&id).await?;
    visit
        .stepwise
        .board_changes(reader, since)
        .await
        .map_err(|error| visit.problem(error))
}

/// Passwords of one seat or of all, by number. A post: nothing that shows them may be prefetched or cached.
#[server(prefix = "/sfn", endpoint = "seat-passwords")]
pub async fn load_seat_passwords(id: String, number: Option<u16>) -> Result<Vec<(u16, String)>, Problem> {
    let visit = crate::web::Visit::current()?;
    let teacher = visit.manages(&id).await?;
    visit
        .stepwise
        .seat_passwords(teacher, number)
        .await
        .map_err(|error| visit.problem(error))
}

/// "I have saved it": the link is not shown again.
#[server(prefix = "", endpoint = "classes/link-saved")]
pub async fn forget_teacher_link(id: String, which: Option<LinkKind>) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let class = parse(&visit, &id)?;
    visit.forget_cookie(&link_cookie(class, which.unwrap_or(LinkKind::Teacher)));
    crate::web::go(&format!("/classes/{class}"));
    Ok(())
}

/// The class's door as a QR code.
#[cfg(feature = "ssr")]
pub fn join_qr(visit: &crate::web::Visit, address: &str, join_code: &str) -> Result<Qr, Problem> {
    use domain::{join_code::JoinCode, refusal::Refusal};
    let code = JoinCode::parse(join_code).ok_or_else(|| visit.problem(Refusal::Unavailable))?;
    let door = visit.stepwise.door_path(&code);
    Qr::of(&format!("{address}{door}")).map_err(|refusal| visit.problem(refusal))
}

#[cfg(feature = "ssr")]
fn parse(visit: &crate::web::Visit, id: &str) -> Result<domain::ids::ClassId, Problem> {
    id.parse()
        .map_err(|_| visit.problem(domain::refusal::Refusal::NotFound))
}
