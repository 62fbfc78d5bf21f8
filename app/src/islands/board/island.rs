//! The island of the board.

use domain::{class::ClassState, time::Timestamp};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the island has to know about the class, besides the rendered board.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LiveBoard {
    pub id: String,
    pub version: i64,
    /// Time of the board by the server's clock.
    pub now: Timestamp,
    pub state: ClassState,
    pub expires: Timestamp,
    /// Students are allowed to take free seats without a card.
    pub self_join: bool,
    /// The exercises of the class and their gates.
    pub lesson: String,
    pub stuck_first: bool,
    /// The board shows all passwords.
    pub all_shown: bool,
}

/// The children are the whole board. They are not hydrated, because the code that would render them again is much larger
/// than the code that changes them.
#[island(lazy)]
pub fn LiveClass(board: LiveBoard, children: Children) -> impl IntoView {
    #[cfg(target_arch = "wasm32")]
    super::live::Live::start(board);
    #[cfg(not(target_arch = "wasm32"))]
    drop(board);
    children()
}
