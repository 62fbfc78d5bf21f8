//! Help for one student: a page without scripts, a dialog on the board with them. The same parts in both.

mod acts;

use crate::{
    call::{Board, load_board},
    component::{NotFound, loaded},
    visitor::use_texts,
};
pub use acts::SeatActs;
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
    let board = Resource::new_blocking(move || id.clone(), load_board);
    view! {
        {loaded(move || async move {
            let seat = match board.await {
                Ok(Board::Awake { board, .. }) => {
                    let seat = board.seats().iter().find(|seat| Some(seat.number) == number).cloned();
                    seat.map(|seat| (board.id, seat))
                }
                _ => None,
            };
            match seat {
                Some((id, seat)) => view! {
                    <Title text=texts.help_title(&seat.login) />
                    <main class="page narrow" id="main">
                        <div class="dialog">
                            <div class="body">
                                <SeatActs class=id seat=seat />
                                <p>
                                    <a class="link" href=format!("/classes/{id}")>
                                        {texts.help_back()}
                                    </a>
                                </p>
                            </div>
                        </div>
                    </main>
                }
                .into_any(),
                None => view! { <NotFound /> }.into_any(),
            }
        })}
    }
}
