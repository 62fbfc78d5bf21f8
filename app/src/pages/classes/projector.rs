//! The page for the projector: join address, large progress bars and remaining time, without names and passwords.

use crate::{
    components::{Illustration, NotFound, Qr, QrCode, Scene, loaded},
    i18n::use_texts,
    islands::{ClassPage, JoinAddress, LiveBoard, LiveClass},
    server_fns::{Board, load_board},
};
use domain::{class::ClassState, view::BoardView};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

#[component]
pub fn ProjectorPage() -> impl IntoView {
    let id = use_params_map()
        .with_untracked(|params| params.get("id"))
        .unwrap_or_default();
    let board = Resource::new_blocking(move || id.clone(), load_board);
    view! {
        {loaded(move || async move {
            match board.await {
                Ok(Board::Visible { board, address, address_qr, .. }) => {
                    view! { <Projector board=*board address=address qr=address_qr /> }.into_any()
                }
                _ => view! { <NotFound /> }.into_any(),
            }
        })}
    }
}

#[component]
fn Projector(board: BoardView, address: String, qr: Qr) -> impl IntoView {
    let texts = use_texts();
    let (title, code) = (board.title.clone(), board.join_code);
    let is_over = board.changes.state == ClassState::Ended;
    let live = LiveBoard {
        id: board.id,
        title: board.title,
        expires: board.expires,
        changes: board.changes,
        passwords: Vec::new(),
        stuck_first: false,
        manages: false,
    };
    view! {
        <Title text=title />
        <noscript inner_html=r#"<meta http-equiv="refresh" content="5">"#></noscript>
        <LiveClass board=live page=ClassPage::Projector>
            {match is_over {
                true => view! { <Over /> }.into_any(),
                false => view! {
                    <section class="door" aria-label=texts.board_join()>
                        <JoinAddress label=texts.handouts_open() address=address code=code />
                        <QrCode qr=qr label=texts.join_qr() />
                    </section>
                }
                .into_any(),
            }}
        </LiveClass>
    }
}

/// Replaces the join address after the end of the class.
#[component]
fn Over() -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="standing over" role="status">
            <Illustration scene=Scene::Over />
            <h2>{texts.board_ended()}</h2>
            <p>{texts.wall_over()}</p>
        </section>
    }
}
