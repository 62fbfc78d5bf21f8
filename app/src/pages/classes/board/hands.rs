//! The raised hands above the rows, in the order of the calls. The help for a student shows the hint in full.

use crate::{
    components::{At, Icon, Picture},
    i18n::{self, use_texts},
};
use domain::{
    ids::ClassId,
    view::{BoardView, SeatView},
};
use leptos::prelude::*;

/// The style sheet hides the list while it is empty.
#[component]
pub fn Hands(board: BoardView) -> impl IntoView {
    let texts = use_texts();
    let class = board.id;
    let mut raised = board.changes.seats;
    raised.retain(|seat| seat.hand.is_some());
    raised.sort_by_key(|seat| seat.hand.map(|hand| hand.raised));
    let raised = raised
        .into_iter()
        .map(|seat| view! { <RaisedHand class=class seat=seat /> });
    view! {
        <section class="hands note warn" aria-labelledby="hands-title">
            <Picture icon=Icon::Hand />
            <strong id="hands-title">{texts.hand_title()}</strong>
            <ol role="list" id="hands">
                {raised.collect_view()}
            </ol>
        </section>
    }
}

/// Nothing for a student who does not ask for help.
#[component]
pub fn RaisedHand(class: ClassId, seat: SeatView) -> impl IntoView {
    let texts = use_texts();
    let SeatView { number, login, .. } = seat;
    let title = texts.help_title(&login);
    seat.hand.map(|hand| {
        view! {
            <li id=format!("hand-{number}") data-raised=hand.raised.micros().to_string()>
                <a
                    class="button small"
                    href=format!("/classes/{class}/seats/{number}")
                    title=title
                    aria-haspopup="dialog"
                    data-press="dialog"
                >
                    {number}
                    " · "
                    {login}
                    " "
                    {seat.label}
                </a>
                " "
                <At time=hand.raised />
                " · "
                {texts.hand_hints(hand.hints.into())}
                {seat.failure.map(|failure| view! { " · " {i18n::failure_text(texts, failure.why)} })}
            </li>
        }
    })
}
