//! The island of the board.

use super::{
    live::{Live, LiveBoard},
    page::Board,
};
use leptos::prelude::*;

/// The children are the part above the rows.
#[island(lazy)]
pub fn LiveClass(board: LiveBoard, children: Children) -> impl IntoView {
    let live = Live::start(board);
    view! { <Board live=live above=children() /> }
}
