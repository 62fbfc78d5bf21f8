//! The bar that says how students join: address, class code, QR code, and the switch for joining without a card. As soon
//! as a student has signed in, it is folded: the class code in the head unfolds it.

use crate::{
    components::{Qr, QrCode},
    i18n::use_texts,
    islands::above_rows::{self_join_button, self_join_state},
    pages::classes::join_address::JoinAddress,
};
use domain::view::BoardView;
use leptos::prelude::*;

/// The address at which students join, and its QR code.
#[derive(Clone)]
pub struct JoinDoor {
    pub address: String,
    pub qr: Qr,
}

#[component]
pub fn JoinBar(board: BoardView, door: JoinDoor, manages: bool) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="join-bar" id="join-bar" aria-label=texts.board_join()>
            <JoinAddress
                texts=texts
                label=texts.board_students_open()
                address=door.address
                code=board.join_code.clone()
            />
            <QrCode qr=door.qr label=texts.join_qr() small=true />
            {manages.then(|| view! { <SelfJoin board=board /> })}
        </section>
    }
}

/// The switch for joining without a card: a sentence with the current state, and the button that changes it.
#[component]
fn SelfJoin(board: BoardView) -> impl IntoView {
    let texts = use_texts();
    let id = board.id.to_string();
    let is_on = board.changes.self_join;
    let free = board.seats().iter().filter(|seat| seat.is_free()).count();
    let unused = |seat: &&domain::view::SeatView| !seat.is_free() && !seat.taken && seat.stages.latest().is_none();
    let cards = board.seats().iter().filter(unused).count();
    view! {
        <div class="self-join">
            <p id="self-join">{self_join_state(texts, is_on, free)}</p>
            <form method="post" action="/classes/self-join">
                <input type="hidden" name="id" value=id.clone() />
                <input type="hidden" name="on" id="self-join-on" value=(!is_on).to_string() />
                <button class="button small" id="self-join-do">{self_join_button(texts, is_on)}</button>
            </form>
            // Cards were marked as handed out, so no seat is free: here the teacher notices, and can undo it.
            {(cards > 0)
                .then(|| view! {
                    <form class="cards-back" method="post" action="/classes/handed-out">
                        <input type="hidden" name="id" value=id />
                        <input type="hidden" name="on" value="false" />
                        <input type="hidden" name="back" value="board" />
                        <span>{texts.board_head_cards_out(cards as u64)}</span>
                        <button class="button small">{texts.board_head_cards_back()}</button>
                    </form>
                })}
        </div>
    }
}
