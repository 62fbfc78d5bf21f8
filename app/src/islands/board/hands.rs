//! The raised hands above the rows, in the order of the calls. The help for a student shows the hint in full.

use super::live::Live;
use crate::{
    components::{At, Icon, Picture},
    i18n::{self, use_texts},
};
use domain::view::SeatView;
use leptos::prelude::*;

#[component]
pub fn Hands(live: Live) -> impl IntoView {
    let texts = use_texts();
    move || {
        let mut raised: Vec<SeatView> = Vec::new();
        for seat in live.seats.read().iter() {
            let seat = seat.view.get();
            if seat.hand.is_some() {
                // An insertion: the browser would have to load a sorting function for this list only.
                let at = |seat: &SeatView| seat.hand.map(|hand| hand.raised);
                let place = raised.partition_point(|other| at(other) <= at(&seat));
                raised.insert(place, seat);
            }
        }
        (!raised.is_empty()).then(|| {
            view! {
                <section class="hands note warn" aria-labelledby="hands">
                    <Picture icon=Icon::Hand />
                    <strong id="hands">{texts.hand_title()}</strong>
                    <ol role="list">{raised.into_iter().map(|seat| item(live, seat)).collect::<Vec<_>>()}</ol>
                </section>
            }
        })
    }
}

fn item(live: Live, seat: SeatView) -> AnyView {
    let texts = use_texts();
    let href = format!("/classes/{}/seats/{}", live.id, seat.number);
    let name = seat.label.unwrap_or_default();
    view! {
        <li>
            <a class="button small" href=href aria-haspopup="dialog" data-press="dialog">
                {seat.number} " · " {seat.login} " " {name}
            </a>
            " "
            {seat
                .hand
                .map(|hand| {
                    view! { <At time=hand.raised /> " · " {texts.hand_hints(hand.hints.into())} }
                })}
            {seat.failure.map(|failure| view! { " · " {i18n::failure_text(texts, failure.why)} })}
        </li>
    }
    .into_any()
}
