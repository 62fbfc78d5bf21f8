//! What an open board gets when its class changes: the changed rows as the page would show them.

use super::{
    hands::RaisedHand,
    rows::{Row, RowContext},
};
use crate::{
    i18n::{self, use_texts},
    islands::{BoardUpdate, RowUpdate},
    preferences::Preferences,
};
use domain::{
    ids::ClassId,
    stage::Stage,
    view::{BoardChanges, SeatView},
};
use leptos::prelude::*;

/// An open board: the class that it shows, and its visitor.
#[derive(Clone, Copy, Debug)]
pub struct OpenBoard {
    pub class: ClassId,
    /// False for a read-only visitor.
    pub manages: bool,
    pub preferences: Preferences,
}

impl OpenBoard {
    pub fn update(&self, changes: &BoardChanges) -> BoardUpdate {
        // The owner gives the components the preferences of the visitor, because a stream has no request any more.
        let owner = Owner::new();
        let update = owner.with(|| {
            provide_context(self.preferences);
            BoardUpdate {
                version: changes.version,
                now: changes.now,
                state: changes.state,
                self_join: changes.self_join,
                lesson: changes.lesson.to_string(),
                expires: changes.expires,
                news: changes.seats.iter().rev().find_map(news),
                rows: changes.seats.iter().map(|seat| self.row(changes, seat)).collect(),
            }
        });
        owner.cleanup();
        update
    }

    fn row(&self, changes: &BoardChanges, seat: &SeatView) -> RowUpdate {
        let context = RowContext {
            class: self.class,
            lesson: changes.opened_lesson(),
            now: changes.now,
            manages: self.manages,
            stuck_first: false,
        };
        let number = seat.number;
        if seat.removed {
            return RowUpdate {
                number,
                ..RowUpdate::default()
            };
        }
        let (row, hand) = (seat.clone(), self.manages.then(|| seat.clone()));
        RowUpdate {
            number,
            row: view! { <Row context=context seat=row password=None /> }.to_html(),
            hand: hand.map_or_else(String::new, |seat| {
                view! { <RaisedHand class=self.class seat=seat /> }.to_html()
            }),
        }
    }
}

/// The latest stage of a seat as text, for screen readers.
fn news(seat: &SeatView) -> Option<String> {
    let texts = use_texts();
    let mut reached = Stage::ALL.into_iter().rev();
    let stage = reached.find(|stage| !seat.removed && seat.stages.is_reached(*stage))?;
    Some(texts.board_news(&seat.login, i18n::stage_name(texts, stage)))
}
