//! The island of the board and of the projector page. It is one island, because both consist of the same code, which the
//! browser loads once.

use super::{
    live::{Live, LiveBoard},
    page::Board,
    projector::Wall,
};
use leptos::{either::Either, prelude::*};
use serde::{Deserialize, Serialize};

/// The page that shows the class.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum ClassPage {
    /// The children are the part above the rows.
    Board,
    /// The children are the join address, or what replaces it at the end of the class.
    Projector,
}

#[island(lazy)]
pub fn LiveClass(board: LiveBoard, page: ClassPage, children: Children) -> impl IntoView {
    let live = Live::start(board);
    match page {
        ClassPage::Board => Either::Left(view! { <Board live=live above=children() /> }),
        ClassPage::Projector => Either::Right(view! { <Wall live=live door=children() /> }),
    }
}
