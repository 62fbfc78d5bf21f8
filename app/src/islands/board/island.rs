//! The island of the board.

use super::{
    live::{Live, LiveBoard},
    page::{Board, BoardContent},
};
use leptos::prelude::*;

/// The children are the QR code of the join address.
#[island(lazy)]
pub fn LiveClass(board: LiveBoard, page: BoardContent, children: Children) -> impl IntoView {
    let live = Live::start(board);
    view! { <Board live=live page=page qr=children() /> }
}
