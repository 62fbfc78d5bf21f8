//! Server functions that sign users in and out, and return the signed-in user.

use crate::problem::Problem;
use domain::account::AccountKind;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// The user of this session, if one is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    pub login: String,
    pub kind: AccountKind,
    /// A member who has not connected a second factor yet.
    pub must_set_up: bool,
}

/// The data of the sign-in page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    pub here: Option<Who>,
    /// The refused name, to fill the field again on a page without scripts.
    pub typed: Option<String>,
}

#[cfg(feature = "ssr")]
const TYPED: &str = "typed_name";

#[server(prefix = "/sfn", endpoint = "who", input = GetUrl)]
pub async fn who_is_here() -> Result<Option<Who>, Problem> {
    let visit = crate::web::Visit::current()?;
    match visit.signed_in().await {
        Ok(who) => Ok(Some(Who {
            login: who.login().to_owned(),
            kind: who.kind(),
            must_set_up: false,
        })),
        Err(problem) if problem.refusal == domain::refusal::Refusal::FactorFirst => {
            Ok(visit.may_set_up().await.ok().map(|who| Who {
                login: who.login().to_owned(),
                kind: who.kind(),
                must_set_up: true,
            }))
        }
        Err(problem) if problem.refusal == domain::refusal::Refusal::SignInFirst => Ok(None),
        Err(problem) => Err(problem),
    }
}

#[server(prefix = "/sfn", endpoint = "door", input = GetUrl)]
pub async fn load_door() -> Result<Door, Problem> {
    let visit = crate::web::Visit::current()?;
    visit.name_device()?;
    Ok(Door {
        here: who_is_here().await?,
        typed: visit.kept(TYPED),
    })
}

#[server(prefix = "", endpoint = "sign-in")]
pub async fn sign_in(username: String, password: String) -> Result<(), Problem> {
    use crate::web::{Visit, go};
    let visit = Visit::current()?;
    let request = backend::auth::SignIn {
        name: username.clone(),
        password,
        device: visit.device(),
        from: visit.address(),
        trusted: visit.cookie(super::factors::TRUSTED),
        agent: visit.agent(),
    };
    let accepted = match visit.stepwise.auth.sign_in(request, visit.state().await?).await {
        Ok(accepted) => accepted,
        Err(error) => {
            visit.keep_for_a_minute(TYPED, &username);
            visit.name_device()?;
            return Err(visit.problem(error));
        }
    };
    visit.arrive(accepted.session).await?;
    if !accepted.factor_on {
        visit.know_browser(&username)?;
    }
    go(match (accepted.factor_on, accepted.kind) {
        (true, _) => "/sign-in/code",
        (false, AccountKind::Student) => "/lesson",
        (false, AccountKind::Member) if accepted.trusted => "/classes",
        (false, AccountKind::Member) => "/set-up",
    });
    Ok(())
}

#[server(prefix = "", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), Problem> {
    use crate::web::{Visit, go};
    use domain::stage::Stage;
    let visit = Visit::current()?;
    let who = visit.signed_in().await.ok();
    let is_member = who.as_ref().is_some_and(|who| who.kind() == AccountKind::Member);
    let stages = match who {
        Some(who) if !is_member => visit.stepwise.students.stages(&who).await.ok().flatten(),
        _ => None,
    };
    visit.arrive(visit.state().await?.signed_out()).await?;
    visit.forget_cookie(super::set_up::CODES_COOKIE);
    let code_is_next = stages.is_some_and(|stages| stages.next() == Some(Stage::SignedIn2fa));
    go(match (code_is_next, is_member) {
        (true, _) => "/sign-out?next=code",
        (false, true) => "/sign-out?from=classes",
        (false, false) => "/sign-out",
    });
    Ok(())
}

/// Whether the student has not reached the last stage, so that the page can say how to reach it.
pub fn left_behind(next: Option<&str>) -> bool {
    next == Some("code")
}
