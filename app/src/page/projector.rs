//! For the wall: the address, large bars, the time that is left. No names, no passwords.

use crate::{
    call::{Board, load_board},
    component::{NotFound, Qr, QrCode, loaded},
    page::board::{Live, Seat, typed},
    visitor::use_texts,
    words,
};
use domain::{join_code::in_halves, stage::Stage, time::Timestamp};
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
                Ok(Board::Awake { board, address, address_qr, .. }) => {
                    let code = board.join_code.clone();
                    let live = Live::start(*board, Vec::new(), false);
                    view! { <Wall live=live address=address code=code qr=address_qr /> }.into_any()
                }
                _ => view! { <NotFound /> }.into_any(),
            }
        })}
    }
}

#[component]
fn Wall(live: Live, address: String, code: String, qr: Qr) -> impl IntoView {
    let texts = use_texts();
    let through = Memo::new(move |_| everybody_is_through(&live.seats.read(), live.self_join.get()));
    view! {
        <Title text=live.title.get_value() />
        <noscript inner_html=r#"<meta http-equiv="refresh" content="5">"#></noscript>
        <main class="projector" id="main">
            <header>
                <h1>{live.title.get_value()}</h1>
                <p class="left-time">{move || time_left(live.expires.get(), live.now.get())}</p>
            </header>
            {move || {
                through
                    .get()
                    .then(|| view! { <p class="hooray" role="status">{texts.projector_hooray()}</p> })
            }}
            <section class="door" aria-label=texts.board_join()>
                <dl>
                    <div>
                        <dt>{texts.handouts_open()}</dt>
                        <dd>{typed(&address)}</dd>
                    </div>
                    <div>
                        <dt>{texts.join_code()}</dt>
                        <dd class="join-code">{in_halves(&code)}</dd>
                    </div>
                </dl>
                <QrCode qr=qr label=texts.join_qr() />
            </section>
            <ol class="bars" role="list">
                {Stage::ALL.map(|stage| view! { <Bar live=live stage=stage /> }).collect_view()}
            </ol>
        </main>
    }
}

/// Where students take seats, those that nobody took do not count.
fn everybody_is_through(seats: &[Seat], self_join: bool) -> bool {
    let mut anybody = false;
    seats.iter().all(|seat| {
        let seat = seat.view.read();
        let through = seat.stages.next().is_none();
        anybody |= through;
        through || (self_join && seat.is_free())
    }) && anybody
}

#[component]
fn Bar(live: Live, stage: Stage) -> impl IntoView {
    let texts = use_texts();
    let (all, some) = live.count(stage);
    let name = words::of_stage(texts, stage);
    view! {
        <li>
            <span>{name}</span>
            <progress
                max=move || all.get().to_string()
                value=move || some.get().to_string()
                aria-label=move || texts.board_reached(all.get(), some.get(), name)
            ></progress>
            <output>
                {move || some.get()} " " <small>{move || texts.board_of(all.get())}</small>
            </output>
        </li>
    }
}

/// Minutes while they can be felt; a lesson that lives until tomorrow needs no clock on the wall.
fn time_left(expires: Timestamp, now: Timestamp) -> Option<String> {
    let minutes = expires.since(now).as_secs().div_ceil(60);
    (minutes <= 180).then(|| use_texts().projector_left(minutes))
}
