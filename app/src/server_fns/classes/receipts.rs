//! Receipts: what an act of the teacher has changed, shown once on the next page, with a button that undoes the act.

use crate::{
    problem::Problem,
    request::{RequestContext, SealedCookie},
};
use domain::{ids::ClassId, time::Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Receipt {
    Paused,
    GoesOn,
    EndChanged,
    Ended,
    ReadLinkOff,
    LessonChanged,
    LanguageChanged,
    PhonesOn,
    PhonesOff,
    DebriefOn,
    DebriefOff,
    SelfJoinOn,
    SelfJoinOff,
    /// Cards were handed out at this time.
    HandedOut {
        seats: u64,
        at: Timestamp,
    },
    CardsTakenBack {
        seats: u64,
    },
    Labelled {
        number: u16,
        /// The label that the seat had before.
        before: Option<String>,
    },
    Unlocked(u16),
    Helped(u16),
    FactorReset(u16),
    NewPassword(u16),
    SeatTakenBack(u16),
    Freed(u16),
    Removed(u16),
}

fn cookie(class: ClassId) -> SealedCookie {
    SealedCookie::flash("receipt", format!("receipt:{class}"))
}

/// Stores the receipt for the page to which the response redirects. A label is the only text of a user in it.
pub fn give_receipt(context: &RequestContext, class: ClassId, receipt: &Receipt) -> Result<(), Problem> {
    let content = serde_json::to_string(receipt).unwrap_or_default();
    Ok(context.set_sealed(&cookie(class), &content)?)
}

/// The receipt for this page of the class. The cookie is removed, so that it is shown once.
pub fn take_receipt(class: &str) -> Option<Receipt> {
    let context = RequestContext::current().ok()?;
    context.take_sealed(&cookie(class.parse().ok()?))
}
