//! Server functions of the second factor at sign-in.

use crate::problem::Problem;
use domain::{factor::FactorKind, view::ChallengeView};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[server(prefix = "/sfn", endpoint = "challenge", input = GetUrl)]
pub async fn load_challenge() -> Result<ChallengeView, Problem> {
    use crate::web::{Visit, go};
    use domain::refusal::Refusal;
    let visit = Visit::current()?;
    match visit.pending().await {
        Ok((_, pending)) => {
            let challenge = visit.stepwise.challenge(&pending).await;
            challenge.map_err(|error| visit.problem(error))
        }
        Err(problem) => {
            if problem.refusal == Refusal::SignInFirst {
                go("/sign-in");
            }
            Err(problem)
        }
    }
}

#[server(prefix = "", endpoint = "sign-in/code")]
pub async fn prove_code(code: String, with: Option<FactorKind>, trust: Option<String>) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let (state, pending) = visit.pending().await?;
    let proof = (with.unwrap_or(FactorKind::Totp), code.as_str());
    let state = visit
        .stepwise
        .prove_code(
            &pending,
            state,
            proof,
            visit.address(),
            visit.new_device(pending.login()).as_deref(),
        )
        .await
        .map_err(|error| visit.problem(error))?;
    if trust.is_some() && !state.requires_app(visit.stepwise.now()) {
        visit.trust_browser(&state).await?;
    }
    arrive_home(&visit, state, pending.login()).await
}

/// Sends a code by mail or SMS for the pending sign-in.
#[server(prefix = "", endpoint = "sign-in/send")]
pub async fn send_sign_in_code(kind: FactorKind) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let (state, pending) = visit.pending().await?;
    let sent = visit
        .stepwise
        .send_sign_in_code(&pending, state, kind, &visit.agent())
        .await;
    visit.keep(sent.map_err(|error| visit.problem(error))?).await?;
    crate::web::go(&format!("/sign-in/code?with={}", kind.code()));
    Ok(())
}

#[server(prefix = "", endpoint = "sign-in/recovery-code")]
pub async fn prove_recovery_code(recovery_code: String) -> Result<(), Problem> {
    let visit = crate::web::Visit::current()?;
    let (state, pending) = visit.pending().await?;
    let proved = visit
        .stepwise
        .prove_recovery_code(
            &pending,
            state,
            &recovery_code,
            visit.address(),
            visit.new_device(pending.login()).as_deref(),
        )
        .await;
    arrive_home(&visit, proved.map_err(|error| visit.problem(error))?, pending.login()).await
}

/// Cancels the pending sign-in.
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
    if state.requires_app(visit.stepwise.now()) {
        visit.arrive(state).await?;
        crate::web::go("/set-up");
        return Ok(());
    }
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
