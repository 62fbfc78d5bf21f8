//! Server functions for members who lost their phone and recovery codes, and for objecting to such a rescue.

use crate::problem::Problem;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Asks an administrator for help. The password has been accepted; the second factor is missing.
#[server(prefix = "", endpoint = "sign-in/help")]
pub async fn ask_for_help() -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let (_, pending) = visit.pending().await?;
    let asked = visit.stepwise.members.ask_for_help(&pending).await;
    asked.map_err(|error| visit.problem(error))?;
    crate::web::go("/sign-in/code?with=help");
    Ok(())
}

/// Accepts an administrator's enrolment code in place of the code of the lost phone.
#[server(prefix = "", endpoint = "sign-in/enrolment-code")]
pub async fn prove_enrolment_code(enrolment_code: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let (state, pending) = visit.pending().await?;
    let proved = visit
        .stepwise
        .auth
        .verify_enrolment_code(&pending, state, &enrolment_code, visit.address())
        .await;
    visit.arrive(proved.map_err(|error| visit.problem(error))?).await?;
    crate::web::go("/set-up");
    Ok(())
}

/// Checks that the mailed objection link is still valid.
#[server(prefix = "/sfn", endpoint = "objection", input = GetUrl)]
pub async fn load_objection(token: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let alive = visit.stepwise.members.may_object(&token).await;
    alive.map_err(|error| visit.problem(error))
}

/// Objects to a rescue. This is a POST by a button, so that a mail program that prefetches the link does not object.
#[server(prefix = "", endpoint = "object")]
pub async fn object_to_rescue(token: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let objected = visit.stepwise.members.object(&token).await;
    objected.map_err(|error| visit.problem(error))?;
    crate::web::go("/object/done");
    Ok(())
}
