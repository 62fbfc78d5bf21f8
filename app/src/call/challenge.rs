//! The second factor at sign-in.

use crate::problem::Problem;
use domain::view::ChallengeView;
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/sfn", endpoint = "challenge", input = GetUrl)]
pub async fn load_challenge() -> Result<ChallengeView, Problem> {
    use crate::web::{Visit, go};
    use domain::refusal::Refusal;
    let visit = Visit::current()?;
    let state = visit.state().await?;
    match visit.stepwise.pending(&state).await {
        Ok(pending) => {
            let challenge = visit.stepwise.challenge(&pending).await;
            challenge.map_err(|error| visit.problem(error))
        }
        Err(error) => {
            let problem = visit.problem(error);
            if problem.refusal == Refusal::SignInFirst {
                go("/sign-in");
            }
            Err(problem)
        }
    }
}

#[server(prefix = "", endpoint = "sign-in/code")]
pub async fn prove_code(code: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let state = visit.state().await?;
    let pending = visit
        .stepwise
        .pending(&state)
        .await
        .map_err(|error| visit.problem(error))?;
    let state = visit
        .stepwise
        .prove_code(&pending, state, &code, visit.address())
        .await
        .map_err(|error| visit.problem(error))?;
    arrive_home(&visit, state, pending.login()).await
}

#[server(prefix = "", endpoint = "sign-in/recovery-code")]
pub async fn prove_recovery_code(recovery_code: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let state = visit.state().await?;
    let pending = visit
        .stepwise
        .pending(&state)
        .await
        .map_err(|error| visit.problem(error))?;
    let proved = visit
        .stepwise
        .prove_recovery_code(&pending, state, &recovery_code, visit.address())
        .await;
    arrive_home(&visit, proved.map_err(|error| visit.problem(error))?, pending.login()).await
}

/// Gives up a pending sign-in.
#[server(prefix = "", endpoint = "sign-in/cancel")]
pub async fn cancel() -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    visit.arrive(visit.state().await?.signed_out()).await?;
    crate::web::go("/sign-in");
    Ok(())
}

#[cfg(feature = "ssr")]
async fn arrive_home(
    visit: &crate::web::Visit,
    state: domain::session::SessionState,
    login: &str,
) -> Result<(), Problem> {
    use domain::account::AccountKind;
    let kind = state
        .signed_in(visit.stepwise.now())
        .map_err(|refusal| visit.problem(refusal))?
        .kind;
    visit.arrive(state).await?;
    visit.know_browser(login)?;
    crate::web::go(match kind {
        AccountKind::Student => "/lesson",
        AccountKind::Member => "/classes",
    });
    Ok(())
}
