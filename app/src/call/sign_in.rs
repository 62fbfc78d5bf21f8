//! In, out, and who is here.

use crate::problem::Problem;
use domain::account::AccountKind;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// Who is signed in here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    pub login: String,
    pub kind: AccountKind,
}

#[server(prefix = "/sfn", endpoint = "who", input = GetUrl)]
pub async fn who_is_here() -> Result<Option<Who>, Problem> {
    let visit = crate::web::Visit::current()?;
    match visit.signed_in().await {
        Ok(who) => Ok(Some(Who {
            login: who.login().to_owned(),
            kind: who.kind(),
        })),
        Err(problem) if problem.refusal == domain::refusal::Refusal::SignInFirst => Ok(None),
        Err(problem) => Err(problem),
    }
}

#[server(prefix = "", endpoint = "sign-in")]
pub async fn sign_in(username: String, password: String) -> Result<(), Problem> {
    use crate::web::{Visit, go};
    let visit = Visit::current()?;
    let request = backend::service::SignIn {
        name: username,
        password,
        known_browser: None,
    };
    let accepted = visit
        .stepwise
        .sign_in(request, visit.state().await?)
        .await
        .map_err(|error| visit.problem(error))?;
    visit.arrive(accepted.session).await?;
    go(match (accepted.factor_on, accepted.kind) {
        (true, _) => "/sign-in/code",
        (false, AccountKind::Student) => "/lesson",
        (false, AccountKind::Member) => "/set-up",
    });
    Ok(())
}

#[server(prefix = "", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), Problem> {
    use crate::web::{Visit, go};
    let visit = Visit::current()?;
    let waiting = match visit.signed_in().await {
        Ok(who) => visit.stepwise.lesson(&who).await.is_ok_and(|lesson| {
            let stages = lesson.stages;
            stages.is_reached(domain::stage::Stage::Connected) && stages.next().is_some()
        }),
        Err(_) => false,
    };
    visit.arrive(visit.state().await?.signed_out()).await?;
    go(if waiting { "/sign-out?next=code" } else { "/sign-out" });
    Ok(())
}

/// Whether the last stage is still to come, so that the goodbye can say how to earn it.
pub fn left_behind(next: Option<&str>) -> bool {
    next == Some("code")
}
