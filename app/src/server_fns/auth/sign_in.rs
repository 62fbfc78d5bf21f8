//! Server functions that sign users in and out, and return the signed-in user.

use crate::{problem::Problem, request::Returning};
use domain::{account::AccountKind, view::PasskeyRequest};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// The user of this session, if one is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedInUser {
    pub login: String,
    pub kind: AccountKind,
    /// True for a member who has not connected a second factor yet.
    pub must_set_up: bool,
}

/// The data of the sign-in page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    pub here: Option<SignedInUser>,
    /// The refused name, to fill the field again on the next page.
    pub typed: Option<String>,
    pub ended: Option<EndedHere>,
    /// A student who has signed out to come back.
    pub returning: Option<Returning>,
    /// Set if passkeys work on this page.
    pub passkey: Option<PasskeyRequest>,
}

/// The student who was signed in here until the teacher, or the student in another browser, ended the sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedHere {
    pub login: String,
    /// The teacher has reset the student's second factor.
    pub was_reset: bool,
}
const TYPED: &str = "typed_name";

#[server(prefix = "/sfn", endpoint = "who", input = GetUrl)]
pub async fn current_user() -> Result<Option<SignedInUser>, Problem> {
    let context = crate::request::RequestContext::current()?;
    match context.signed_in().await {
        Ok(who) => Ok(Some(SignedInUser {
            login: who.login().to_owned(),
            kind: who.kind(),
            must_set_up: false,
        })),
        Err(problem) if problem.refusal == domain::refusal::Refusal::FactorFirst => {
            Ok(context.may_set_up().await.ok().map(|who| SignedInUser {
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
pub async fn load_sign_in() -> Result<Door, Problem> {
    let context = crate::request::RequestContext::current()?;
    let device = context.ensure_device_cookie()?;
    context.keep_known_class_language();
    let passkey = match context.passkeys_here() {
        Ok(()) => Some(context.stepwise.auth.passkey_sign_in_request(&device)?),
        Err(_) => None,
    };
    Ok(Door {
        passkey,
        here: current_user().await?,
        typed: context.typed(TYPED),
        ended: context.ended_sign_in().await?.map(|ended| EndedHere {
            login: ended.login,
            was_reset: ended.was_reset,
        }),
        returning: context.returning().filter(|returning| returning.fills_in),
    })
}

#[server(prefix = "", endpoint = "sign-in")]
pub async fn sign_in(username: String, password: String) -> Result<(), Problem> {
    use crate::request::{RequestContext, redirect};
    let context = RequestContext::current()?;
    let is_wrong_keyboard = domain::typing::are_of_wrong_keyboard(&username, &password);
    let request = backend::auth::SignIn {
        name: username.clone(),
        password,
        device: context.device(),
        from: context.client_ip(),
        trusted: context.cookie(crate::server_fns::TRUSTED),
        agent: context.user_agent_label(),
    };
    let accepted = match context
        .stepwise
        .auth
        .sign_in(request, context.session_state().await?)
        .await
    {
        Ok(accepted) => accepted,
        Err(error) => {
            context.keep_typed(TYPED, &username);
            context.ensure_device_cookie()?;
            return Err(Problem::from(error).with_keyboard_hint(is_wrong_keyboard));
        }
    };
    context.renew_session(accepted.session).await?;
    if !accepted.factor_on {
        context.add_names_to_device_cookie(&[&accepted.name])?;
    }
    context.forget_typed(TYPED);
    if context
        .returning()
        .is_none_or(|returning| returning.login != accepted.name)
    {
        context.forget_returning();
    }
    redirect(match (accepted.factor_on, accepted.kind) {
        (true, _) => "/sign-in/code",
        (false, AccountKind::Student) => "/lesson",
        (false, AccountKind::Member) if accepted.trusted => "/classes",
        (false, AccountKind::Member) => "/set-up",
    });
    Ok(())
}

/// Empties the sign-in form, for a user who is not the student whose login it shows.
#[server(prefix = "", endpoint = "sign-in/forget")]
pub async fn forget_login() -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    context.forget_returning();
    context.forget_typed(TYPED);
    crate::request::redirect("/sign-in");
    Ok(())
}

/// `again` is sent by the buttons of the lesson with which a student signs out to sign in again.
#[server(prefix = "", endpoint = "sign-out")]
pub async fn sign_out(again: Option<String>) -> Result<(), Problem> {
    use crate::request::{RequestContext, redirect};
    use domain::stage::Stage;
    let context = RequestContext::current()?;
    let who = context.signed_in().await.ok();
    let is_member = who.as_ref().is_some_and(|who| who.kind() == AccountKind::Member);
    let student = who.filter(|_| !is_member);
    let stages = match &student {
        Some(student) => context.stepwise.students.stages(student).await.ok().flatten(),
        None => None,
    };
    let returning = match student.filter(|_| again.is_some()) {
        Some(student) => Some(context.comes_back(&student).await?),
        None => None,
    };
    context
        .renew_session(context.session_state().await?.signed_out())
        .await?;
    crate::server_fns::factors::forget_codes(&context);
    if let Some(returning) = returning {
        context.set_returning(&returning);
        redirect("/sign-in");
        return Ok(());
    }
    let code_is_next = stages.is_some_and(|stages| stages.next() == Some(Stage::SignedIn2fa));
    redirect(match (code_is_next, is_member) {
        (true, _) => "/sign-out?next=code",
        (false, true) => "/sign-out?from=classes",
        (false, false) => "/sign-out",
    });
    Ok(())
}

/// Whether the sign-out page has to explain the last stage to a student who has not reached it.
pub fn code_is_next(next: Option<&str>) -> bool {
    next == Some("code")
}
