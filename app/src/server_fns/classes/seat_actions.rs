//! The server function for all actions on one seat: label, unlock, reset, new password, free, remove.

use crate::problem::Problem;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatAction {
    Label,
    Unlock,
    /// The teacher has helped the student, so the hand goes down.
    Helped,
    ResetFactor,
    NewPassword,
    TakeBack,
    Free,
    Remove,
}

impl SeatAction {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Unlock => "unlock",
            Self::Helped => "helped",
            Self::ResetFactor => "reset_factor",
            Self::NewPassword => "new_password",
            Self::TakeBack => "take_back",
            Self::Free => "free",
            Self::Remove => "remove",
        }
    }
}

/// The result of an action on the seat. The page shows this result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatActionDone {
    pub number: u16,
    pub act: SeatAction,
    /// The new password, for the teacher to give to the student.
    pub password: Option<String>,
}

#[server(prefix = "", endpoint = "classes/seat")]
pub async fn act_on_seat(
    id: String,
    number: u16,
    act: SeatAction,
    label: Option<String>,
) -> Result<SeatActionDone, Problem> {
    let context = crate::request::RequestContext::current()?;
    let teacher = context.class_manager(&id).await?;
    let stepwise = &context.stepwise;
    let (mut password, mut before) = (None, None);
    let done = match act {
        SeatAction::Label => {
            let labelled = stepwise
                .classes
                .label_seat(teacher, number, &label.unwrap_or_default())
                .await;
            labelled.map(|replaced| before = replaced)
        }
        SeatAction::Helped => stepwise.classes.lower_hand(teacher, number).await,
        SeatAction::Unlock => stepwise.classes.unlock_seat(teacher, number).await,
        SeatAction::ResetFactor => stepwise.classes.reset_factor(teacher, number).await,
        SeatAction::NewPassword => stepwise
            .classes
            .new_seat_password(teacher, number)
            .await
            .map(|new| password = Some(new)),
        SeatAction::TakeBack => stepwise.classes.take_back_seat(teacher, number).await,
        SeatAction::Free => stepwise.classes.free_seat(teacher, number).await,
        SeatAction::Remove => stepwise.classes.remove_seat(teacher, number).await,
    };
    done?;
    if context.wants_document() {
        let receipt = receipt_of(act, number, before);
        super::receipts::give_receipt(&context, teacher.class(), &receipt)?;
        // Leads back to the row of the seat. If the seat has a new password, the row shows the password.
        let show = if password.is_some() {
            format!("?show={number}")
        } else {
            String::new()
        };
        crate::request::redirect(&format!("/classes/{}{show}#seat-{number}", teacher.class()));
    }
    Ok(SeatActionDone { number, act, password })
}

fn receipt_of(act: SeatAction, number: u16, before: Option<String>) -> super::Receipt {
    use super::Receipt;
    match act {
        SeatAction::Label => Receipt::Labelled { number, before },
        SeatAction::Helped => Receipt::Helped(number),
        SeatAction::Unlock => Receipt::Unlocked(number),
        SeatAction::ResetFactor => Receipt::FactorReset(number),
        SeatAction::NewPassword => Receipt::NewPassword(number),
        SeatAction::TakeBack => Receipt::SeatTakenBack(number),
        SeatAction::Free => Receipt::Freed(number),
        SeatAction::Remove => Receipt::Removed(number),
    }
}
