//! Server functions for joining a class by its code.

use crate::problem::Problem;
use crate::server_fns::SignedInUser;
use domain::view::JoinView;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// The data of the page on which students enter a class code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinEntry {
    pub here: Option<SignedInUser>,
    /// The refused code, to fill the field again on the next page.
    pub typed: Option<String>,
}

/// The data of the join page of a class.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ClassDoor {
    /// The user is signed in already and need not join.
    Here(SignedInUser),
    /// The address contains a class code, but no proof that the code was not guessed. The server looks the code up only
    /// when the user sends the form, so that guesses are counted.
    Typed(String),
    Open {
        class: JoinView,
        /// Identifies this form, so that sending the form twice takes only one seat.
        form: String,
    },
}
const TYPED: &str = "typed_join_code";

/// Text that cannot be a class code is refused without being counted as a guess.
fn parse_join_code(typed: &str) -> Result<domain::join_code::JoinCode, Problem> {
    use domain::{join_code::JoinCode, refusal::Refusal};
    Ok(JoinCode::parse(typed).ok_or(Refusal::JoinCodeWrong)?)
}
fn at_door(context: &crate::request::RequestContext, code: domain::join_code::JoinCode) -> backend::classes::JoinVisit {
    backend::classes::JoinVisit {
        code,
        device: context.device(),
        kept: context.seat_cookies(),
    }
}

#[server(prefix = "/sfn", endpoint = "join-entry", input = GetUrl)]
pub async fn load_join_entry() -> Result<JoinEntry, Problem> {
    let context = crate::request::RequestContext::current()?;
    context.ensure_device_cookie()?;
    Ok(JoinEntry {
        here: crate::server_fns::current_user().await?,
        typed: context.typed(TYPED),
    })
}

/// Looks up the code that the user has entered, and redirects to the page of its class.
#[server(prefix = "", endpoint = "join")]
pub async fn join(join_code: String) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    match looked_up(&context, &join_code).await {
        Ok(join) => {
            crate::request::redirect(&join);
            Ok(())
        }
        Err(problem) => {
            context.ensure_device_cookie()?;
            context.keep_typed(TYPED, &join_code);
            Err(problem.with_keyboard_hint(domain::typing::has_cyrillic(&join_code)))
        }
    }
}
async fn looked_up(context: &crate::request::RequestContext, typed: &str) -> Result<String, Problem> {
    let typed = backend::classes::TypedCode {
        code: parse_join_code(typed)?,
        device: context.device(),
        address: context.client_ip(),
    };
    let locale = context.stepwise.classes.check_join_code(&typed).await?;
    Ok(context.stepwise.classes.join_path(&typed.code, locale))
}

/// `proof` is part of the address in the QR code. It shows that the user did not guess the code.
#[server(prefix = "/sfn", endpoint = "join", input = GetUrl)]
pub async fn load_join(join_code: String, proof: Option<String>) -> Result<ClassDoor, Problem> {
    let context = crate::request::RequestContext::current()?;
    if let Some(who) = crate::server_fns::current_user().await? {
        return Ok(ClassDoor::Here(who));
    }
    context.ensure_device_cookie()?;
    let at = at_door(&context, parse_join_code(&join_code)?);
    let join = context.stepwise.classes.join_view(&at, proof.as_deref()).await;
    let Some(class) = join? else {
        return Ok(ClassDoor::Typed(at.code.as_str().to_owned()));
    };
    context.keep_class_language(class.locale);
    let form = context.stepwise.classes.take_seat_form(&at.code)?;
    Ok(ClassDoor::Open { class, form })
}

#[server(prefix = "", endpoint = "join/seat")]
pub async fn take_seat(join_code: String, form: String, nickname: Option<String>) -> Result<(), Problem> {
    let context = crate::request::RequestContext::current()?;
    let at = at_door(&context, parse_join_code(&join_code)?);
    let code = at.code.clone();
    let request = backend::classes::TakeSeat {
        at,
        address: context.client_ip(),
        form,
        nickname: nickname.unwrap_or_default(),
    };
    let taken = context.stepwise.classes.take_seat(request).await?;
    context.set_cookie(&crate::request::seat_cookie(taken.class), &taken.keep, taken.life);
    crate::request::redirect(&context.stepwise.classes.join_path(&code, taken.locale));
    Ok(())
}
