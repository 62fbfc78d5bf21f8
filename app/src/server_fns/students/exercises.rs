//! Server functions of the exercises that are built from other flows: *lost phone* and *codes by message*.

use crate::problem::Problem;
use domain::view::{MessagesView, RecoveryView};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// The page of the exercise *lost phone*.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecoveryExercise {
    pub view: RecoveryView,
    /// This session may connect a new authenticator now.
    pub may_connect: bool,
}

#[server(prefix = "/sfn", endpoint = "recovery-exercise", input = GetUrl)]
pub async fn load_recovery_exercise() -> Result<RecoveryExercise, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_signed_in().await?;
    Ok(RecoveryExercise {
        view: context.stepwise.exercises.recovery(&who).await?,
        may_connect: context.session_state().await?.may_replace(context.stepwise.now()),
    })
}

#[server(prefix = "/sfn", endpoint = "messages-exercise", input = GetUrl)]
pub async fn load_messages_exercise() -> Result<MessagesView, Problem> {
    let context = crate::request::RequestContext::current()?;
    let who = context.require_signed_in().await?;
    let phone = context.cookie(super::practice_phone::PHONE);
    Ok(context.stepwise.exercises.messages(&who, phone.as_deref()).await?)
}
