//! A class as its teacher sees it.

use crate::problem::Problem;
use domain::view::{BoardChanges, BoardView};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// One for each class: a second one must not take the first one's link away.
#[cfg(feature = "ssr")]
pub fn link_cookie(class: domain::ids::ClassId) -> String {
    format!("teacher_link_{class}")
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
    },
    /// A student is signed in in the teacher's browser.
    Asleep { login: String },
}

pub use crate::component::Qr;

#[server(prefix = "/sfn", endpoint = "board", input = GetUrl)]
pub async fn load_board(id: String) -> Result<Board, Problem> {
    use crate::web::{Visit, teacher_link_purpose};
    use domain::{refusal::Refusal, session::Grant};
    let visit = Visit::current()?;
    let class = parse(&visit, &id)?;
    let state = visit.state().await?;
    if state.grant(class, visit.stepwise.now()) == Grant::Asleep
        && let Ok(student) = visit.signed_in().await
    {
        crate::web::set_status(Refusal::NotFound.status());
        return Ok(Board::Asleep {
            login: student.login().to_owned(),
        });
    }
    let teacher = visit
        .stepwise
        .manages(&state, class)
        .await
        .map_err(|error| visit.problem(error))?;
    let board = visit
        .stepwise
        .board(teacher)
        .await
        .map_err(|error| visit.problem(error))?;
    let token = visit.cookie(&link_cookie(class)).and_then(|sealed| {
        visit
            .stepwise
            .once()
            .open(&teacher_link_purpose(class), &sealed, visit.stepwise.now())
    });
    let address = visit.students_origin();
    Ok(Board::Awake {
        address_qr: join_qr(&visit, &address, &board.join_code)?,
        board: Box::new(board),
        address,
        loopback_only: visit.site.loopback_only,
        teacher_link: token.map(|token| format!("{}/teach/{token}", visit.origin())),
    })
}

#[server(prefix = "/sfn", endpoint = "board-changes", input = GetUrl)]
pub async fn load_board_changes(id: String, since: i64) -> Result<BoardChanges, Problem> {
    let visit = crate::web::Visit::current()?;
    let teacher = visit.manages(&id).await?;
    visit
        .stepwise
        .board_changes(teacher, since)
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
pub async fn forget_teacher_link(id: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let class = parse(&visit, &id)?;
    visit.forget_cookie(&link_cookie(class));
    crate::web::go(&format!("/classes/{class}"));
    Ok(())
}

/// The class's door as a QR code.
#[cfg(feature = "ssr")]
pub fn join_qr(visit: &crate::web::Visit, address: &str, join_code: &str) -> Result<Qr, Problem> {
    Qr::of(&format!("{address}/join/{join_code}")).map_err(|refusal| visit.problem(refusal))
}

#[cfg(feature = "ssr")]
fn parse(visit: &crate::web::Visit, id: &str) -> Result<domain::ids::ClassId, Problem> {
    id.parse()
        .map_err(|_| visit.problem(domain::refusal::Refusal::NotFound))
}
