//! Server functions that mark cards as handed out and let students take free seats.

use crate::problem::Problem;
use domain::time::Timestamp;
use leptos::prelude::*;

/// Marks all cards as handed out, or removes the marks: all, or those that were set at the time `since`. `back` names
/// the page with the form: the board, or otherwise the page of the cards.
#[server(prefix = "", endpoint = "classes/handed-out")]
pub async fn mark_handed_out(id: String, on: bool, since: Option<i64>, back: Option<String>) -> Result<bool, Problem> {
    use super::receipts::{Receipt, give_receipt};
    let context = crate::request::RequestContext::current()?;
    let teacher = context.class_manager(&id).await?;
    let classes = &context.stepwise.classes;
    let receipt = if on {
        let marked = classes.hand_out(teacher).await?;
        Receipt::HandedOut {
            seats: marked.seats,
            at: marked.at,
        }
    } else {
        let since = since.map(Timestamp::from_micros);
        let seats = classes.take_back_cards(teacher, since).await?;
        Receipt::CardsTakenBack { seats }
    };
    if context.wants_document() {
        give_receipt(&context, teacher.class(), &receipt)?;
        let page = match back.as_deref() {
            Some("board") => "",
            _ => "/handouts",
        };
        crate::request::redirect(&format!("/classes/{}{page}", teacher.class()));
    }
    Ok(on)
}

/// Allows or forbids students to take free seats without a card.
#[server(prefix = "", endpoint = "classes/self-join")]
pub async fn allow_self_join(id: String, on: bool) -> Result<bool, Problem> {
    use super::receipts::{Receipt, give_receipt};
    use backend::classes::ClassSettings;
    let context = crate::request::RequestContext::current()?;
    let teacher = context.class_manager(&id).await?;
    let settings = ClassSettings {
        self_join: Some(on),
        ..ClassSettings::default()
    };
    context.stepwise.classes.change_settings(teacher, settings).await?;
    if context.wants_document() {
        let receipt = if on { Receipt::SelfJoinOn } else { Receipt::SelfJoinOff };
        give_receipt(&context, teacher.class(), &receipt)?;
        crate::request::redirect(&format!("/classes/{}", teacher.class()));
    }
    Ok(on)
}
