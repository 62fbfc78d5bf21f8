//! The tools above the rows of the board: order, debrief, results, all passwords.

use crate::{i18n::use_texts, islands::above_rows::all_passwords_button, server_fns::ClassAction};
use domain::{ids::ClassId, seat_state::SeatState, view::BoardView};
use leptos::prelude::*;

/// The order does not change by itself, so pressing "needs you first" again sorts the rows again. `debrief` says whether
/// the projector page shows the debrief; `None` if the visitor cannot change that.
#[component]
pub fn Tools(
    board: BoardView,
    all_shown: bool,
    stuck_first: bool,
    manages: bool,
    debrief: Option<bool>,
) -> impl IntoView {
    let texts = use_texts();
    let (lesson, now) = (board.changes.opened_lesson(), board.changes.now);
    let stuck = board
        .seats()
        .iter()
        .filter(|seat| SeatState::at(seat, lesson, now).is_stuck());
    let needing = stuck.count();
    let order = if stuck_first { "order=stuck" } else { "" };
    let passwords = match (all_shown, stuck_first) {
        (true, _) => format!("?{order}"),
        (false, true) => format!("?show=all&{order}"),
        (false, false) => "?show=all".to_owned(),
    };
    view! {
        <div class="tools">
            <div class="segmented" role="group" aria-label=texts.order_title()>
                <a
                    role="button"
                    href="?"
                    id="by-number"
                    data-press="by-number"
                    aria-pressed=(!stuck_first).to_string()
                >
                    {texts.order_by_number()}
                </a>
                <a
                    role="button"
                    href="?order=stuck"
                    id="by-need"
                    data-press="by-need"
                    aria-pressed=stuck_first.to_string()
                >
                    {texts.order_stuck_first()}
                </a>
            </div>
            <p class="needing">
                {texts.board_head_stuck()}
                " "
                <b id="needing">{needing}</b>
            </p>
            {manages
                .then(|| view! {
                    <div class="row">
                        {debrief.map(|is_on| view! { <DebriefButton id=board.id is_on=is_on /> })}
                        <a class="button quiet" href=format!("/classes/{}/results", board.id)>
                            {texts.results_title()}
                        </a>
                        <a
                            class="button quiet"
                            role="button"
                            href=passwords
                            id="all-passwords"
                            data-press="all-passwords"
                        >
                            {all_passwords_button(texts, all_shown)}
                        </a>
                    </div>
                })}
        </div>
    }
}

/// A plain form: the page loads again with a receipt, with scripts and without.
#[component]
fn DebriefButton(id: ClassId, is_on: bool) -> impl IntoView {
    let texts = use_texts();
    let (what, label) = match is_on {
        true => (ClassAction::DebriefOff, texts.debrief_stop()),
        false => (ClassAction::Debrief, texts.debrief_start()),
    };
    view! {
        <form method="post" action="/classes/act">
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="what" value=what.code() />
            <button class="button quiet">{label}</button>
        </form>
    }
}
