//! Server functions for joining a class by its code.

use super::Who;
use crate::problem::Problem;
use domain::view::JoinView;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// The data of the page for typing a class code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinEntry {
    pub here: Option<Who>,
    /// The refused code, to fill the field again on a page without scripts.
    pub typed: Option<String>,
}

/// The data of the page behind a class code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ClassDoor {
    /// The user is signed in already and need not join.
    Here(Who),
    /// A code in the address without the proof that comes with the QR code. It is looked up when the form is sent, so
    /// that guesses are counted.
    Typed(String),
    Open {
        class: JoinView,
        /// Identifies this form, so that sending it twice takes one seat.
        form: String,
    },
}

#[cfg(feature = "ssr")]
const TYPED: &str = "typed_join_code";

/// Text that cannot be a class code is refused without being counted as a guess.
#[cfg(feature = "ssr")]
fn parsed(visit: &crate::web::Visit, typed: &str) -> Result<domain::join_code::JoinCode, Problem> {
    use domain::{join_code::JoinCode, refusal::Refusal};
    JoinCode::parse(typed).ok_or_else(|| visit.problem(Refusal::JoinCodeWrong))
}

#[cfg(feature = "ssr")]
fn at_door(visit: &crate::web::Visit, code: domain::join_code::JoinCode) -> backend::classes::JoinVisit {
    backend::classes::JoinVisit {
        code,
        device: visit.device(),
        kept: visit.kept_seats(),
    }
}

#[server(prefix = "/sfn", endpoint = "join-entry", input = GetUrl)]
pub async fn load_join_entry() -> Result<JoinEntry, Problem> {
    let visit = crate::web::Visit::current()?;
    visit.name_device()?;
    Ok(JoinEntry {
        here: super::who_is_here().await?,
        typed: visit.kept(TYPED),
    })
}

/// Looks up the typed code and redirects to the page of its class.
#[server(prefix = "", endpoint = "join")]
pub async fn join(join_code: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    match looked_up(&visit, &join_code).await {
        Ok(door) => {
            crate::web::go(&door);
            Ok(())
        }
        Err(problem) => {
            visit.name_device()?;
            visit.keep_for_a_minute(TYPED, &join_code);
            Err(problem)
        }
    }
}

#[cfg(feature = "ssr")]
async fn looked_up(visit: &crate::web::Visit, typed: &str) -> Result<String, Problem> {
    let typed = backend::classes::TypedCode {
        code: parsed(visit, typed)?,
        device: visit.device(),
        address: visit.address(),
    };
    let opened = visit.stepwise.classes.check_join_code(&typed).await;
    opened.map_err(|error| visit.problem(error))?;
    Ok(visit.stepwise.classes.join_path(&typed.code))
}

/// `proof` is part of the address in the QR code.
#[server(prefix = "/sfn", endpoint = "join", input = GetUrl)]
pub async fn load_join(join_code: String, proof: Option<String>) -> Result<ClassDoor, Problem> {
    let visit = crate::web::Visit::current()?;
    if let Some(who) = super::who_is_here().await? {
        return Ok(ClassDoor::Here(who));
    }
    visit.name_device()?;
    let at = at_door(&visit, parsed(&visit, &join_code)?);
    let door = visit.stepwise.classes.door(&at, proof.as_deref()).await;
    let Some(class) = door.map_err(|error| visit.problem(error))? else {
        return Ok(ClassDoor::Typed(at.code.as_str().to_owned()));
    };
    let form = visit.stepwise.classes.take_seat_form(&at.code);
    let form = form.map_err(|error| visit.problem(error))?;
    Ok(ClassDoor::Open { class, form })
}

#[server(prefix = "", endpoint = "join/seat")]
pub async fn take_seat(join_code: String, form: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let at = at_door(&visit, parsed(&visit, &join_code)?);
    let back = visit.stepwise.classes.join_path(&at.code);
    let request = backend::classes::TakeSeat {
        at,
        address: visit.address(),
        form,
    };
    let taken = visit.stepwise.classes.take_seat(request).await;
    let taken = taken.map_err(|error| visit.problem(error))?;
    visit.set_cookie(&crate::web::seat_cookie(taken.class), &taken.keep, taken.life);
    crate::web::go(&back);
    Ok(())
}
