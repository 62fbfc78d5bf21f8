//! Joining a class by its code.

use super::Who;
use crate::problem::Problem;
use domain::view::JoinView;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// What the page for typing a code opens with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinEntry {
    pub here: Option<Who>,
    /// What was refused a moment ago, where no script could keep it in its field.
    pub typed: Option<String>,
}

/// What a class's door opens with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ClassDoor {
    /// Somebody is signed in here and needs no door.
    Here(Who),
    Open {
        class: JoinView,
        /// The seal of the button, so that pressing it twice takes one seat.
        form: String,
    },
}

#[cfg(feature = "ssr")]
const TYPED: &str = "typed_join_code";

/// One for each class: somebody may have a seat in two.
#[cfg(feature = "ssr")]
fn seat_cookie(class: domain::ids::ClassId) -> String {
    format!("seat_{class}")
}

#[cfg(feature = "ssr")]
fn door(visit: &crate::web::Visit, typed: &str) -> Result<backend::service::Door, Problem> {
    use domain::{join_code::JoinCode, refusal::Refusal};
    Ok(backend::service::Door {
        code: JoinCode::parse(typed).ok_or_else(|| visit.problem(Refusal::JoinCodeWrong))?,
        address: visit.address(),
    })
}

#[server(prefix = "/sfn", endpoint = "join-entry", input = GetUrl)]
pub async fn load_join_entry() -> Result<JoinEntry, Problem> {
    let visit = crate::web::Visit::current()?;
    Ok(JoinEntry {
        here: super::who_is_here().await?,
        typed: visit.kept(TYPED),
    })
}

/// From the code as it was typed to the class's door.
#[server(prefix = "", endpoint = "join")]
pub async fn join(join_code: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let found = match door(&visit, &join_code) {
        Ok(door) => {
            let found = visit.stepwise.class_by_code(&door).await;
            found.map(|_| door).map_err(|error| visit.problem(error))
        }
        Err(problem) => Err(problem),
    };
    match found {
        Ok(door) => {
            crate::web::go(&format!("/join/{}", door.code.as_str()));
            Ok(())
        }
        Err(problem) => {
            visit.keep_for_a_minute(TYPED, &join_code);
            Err(problem)
        }
    }
}

#[server(prefix = "/sfn", endpoint = "join", input = GetUrl)]
pub async fn load_join(join_code: String) -> Result<ClassDoor, Problem> {
    let visit = crate::web::Visit::current()?;
    if let Some(who) = super::who_is_here().await? {
        return Ok(ClassDoor::Here(who));
    }
    let door = door(&visit, &join_code)?;
    let class = visit
        .stepwise
        .door(&door, |class| visit.cookie(&seat_cookie(class)))
        .await
        .map_err(|error| visit.problem(error))?;
    let form = visit.stepwise.take_seat_form().map_err(|error| visit.problem(error))?;
    Ok(ClassDoor::Open { class, form })
}

#[server(prefix = "", endpoint = "join/seat")]
pub async fn take_seat(join_code: String, form: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let door = door(&visit, &join_code)?;
    let back = format!("/join/{}", door.code.as_str());
    let request = backend::service::TakeSeat { door, form };
    let taken = visit
        .stepwise
        .take_seat(request, |class| visit.cookie(&seat_cookie(class)))
        .await
        .map_err(|error| visit.problem(error))?;
    visit.set_cookie(&seat_cookie(taken.class), &taken.keep, taken.life);
    crate::web::go(&back);
    Ok(())
}
