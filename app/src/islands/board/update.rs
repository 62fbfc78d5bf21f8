//! What an open board gets when its class changes. Field names in JSON are short, because each open board gets this at
//! every change.

use domain::{class::ClassState, time::Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BoardUpdate {
    #[serde(rename = "v")]
    pub version: i64,
    /// Time of the update by the server's clock.
    #[serde(rename = "t")]
    pub now: Timestamp,
    #[serde(rename = "c")]
    pub state: ClassState,
    /// Students are allowed to take free seats without a card.
    #[serde(rename = "j")]
    pub self_join: bool,
    /// The exercises of the class and their gates. The board only compares this text.
    #[serde(rename = "l")]
    pub lesson: String,
    /// The new end of the class, if it has changed.
    #[serde(rename = "e")]
    pub expires: Option<Timestamp>,
    #[serde(rename = "s")]
    pub rows: Vec<RowUpdate>,
    /// The last change as text, for screen readers.
    #[serde(rename = "n")]
    pub news: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RowUpdate {
    #[serde(rename = "n")]
    pub number: u16,
    /// The row as HTML; empty for a removed seat.
    #[serde(rename = "r")]
    pub row: String,
    /// The raised hand as HTML; empty if the student does not ask for help.
    #[serde(rename = "h")]
    pub hand: String,
}
