//! Help for whoever has lost her phone and her recovery codes, and the word against it.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// With the password proved.
#[server(prefix = "", endpoint = "sign-in/help")]
pub async fn ask_for_help() -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let (_, pending) = visit.pending().await?;
    let asked = visit.stepwise.ask_for_help(&pending).await;
    asked.map_err(|error| visit.problem(error))?;
    crate::web::go("/sign-in/code?with=help");
    Ok(())
}

/// In place of a code of the phone that is no more.
#[server(prefix = "", endpoint = "sign-in/enrolment-code")]
pub async fn prove_enrolment_code(enrolment_code: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let (state, pending) = visit.pending().await?;
    let proved = visit
        .stepwise
        .prove_enrolment_code(&pending, state, &enrolment_code, visit.address())
        .await;
    visit.arrive(proved.map_err(|error| visit.problem(error))?).await?;
    crate::web::go("/set-up");
    Ok(())
}

/// Whether the mailed link still does anything.
#[server(prefix = "/sfn", endpoint = "objection", input = GetUrl)]
pub async fn load_objection(token: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let alive = visit.stepwise.may_object(&token).await;
    alive.map_err(|error| visit.problem(error))
}

/// By a button, so that mail programs that look ahead cannot do it.
#[server(prefix = "", endpoint = "object")]
pub async fn object_to_rescue(token: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let objected = visit.stepwise.object(&token).await;
    objected.map_err(|error| visit.problem(error))?;
    crate::web::go("/object/done");
    Ok(())
}
