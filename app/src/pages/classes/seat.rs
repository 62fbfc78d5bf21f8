//! The page with the help for one student. With scripts the board shows its content in a dialog.

mod actions;

use crate::{
    components::{DialogPage, NotFound, loaded},
    i18n::use_texts,
    server_fns::{Board, load_board},
};
use actions::SeatActions;
use domain::class::ClassState;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

#[component]
pub fn SeatPage() -> impl IntoView {
    let texts = use_texts();
    let (id, number) = use_params_map().with_untracked(|params| {
        (
            params.get("id").unwrap_or_default(),
            params.get("number").and_then(|number| number.parse::<u16>().ok()),
        )
    });
    view! {
        {loaded(async move {
            let seat = match load_board(id).await {
                Ok(Board::Visible { board, menu: Some(_), .. }) => {
                    let seat = board.seats().iter().find(|seat| Some(seat.number) == number).cloned();
                    seat.map(|seat| (board.id, seat, board.changes.state == ClassState::Ended))
                }
                _ => None,
            };
            match seat {
                Some((id, seat, over)) => view! {
                    <Title text=texts.help_title(&seat.login) />
                    <DialogPage class=id>
                        <SeatActions class=id seat=seat over=over />
                    </DialogPage>
                }
                .into_any(),
                None => view! { <NotFound /> }.into_any(),
            }
        })}
    }
}
