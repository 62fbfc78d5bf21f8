//! Style sheets that only some pages load: those of large pages that students do not open.

use crate::request::Site;
use leptos::prelude::*;
use leptos_meta::Stylesheet;
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StyleSheet {
    Board,
    BoardRows,
    BoardExercises,
    Projector,
    Debrief,
    Handouts,
    Admin,
}

impl StyleSheet {
    pub const ALL: [Self; 7] = [
        Self::Board,
        Self::BoardRows,
        Self::BoardExercises,
        Self::Projector,
        Self::Debrief,
        Self::Handouts,
        Self::Admin,
    ];

    /// The address of the sheet, which is a file in `public`.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Board => "/style/board.css",
            Self::BoardRows => "/style/board-rows.css",
            Self::BoardExercises => "/style/board-exercises.css",
            Self::Projector => "/style/projector.css",
            Self::Debrief => "/style/debrief.css",
            Self::Handouts => "/style/handouts.css",
            Self::Admin => "/style/admin.css",
        }
    }
}

/// Loads style sheets in addition to that of all pages.
#[component]
pub fn StyleSheets(sheets: &'static [StyleSheet]) -> impl IntoView {
    let site = use_context::<Arc<Site>>().unwrap_or_default();
    let version = &site.assets.sheets_version;
    // The version is part of the address, because browsers keep the file for ever.
    sheets
        .iter()
        .map(|sheet| view! { <Stylesheet href=format!("{}?v={version}", sheet.path()) /> })
        .collect_view()
}
