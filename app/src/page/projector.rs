//! For the wall: the address, large bars, the time that is left. No names, no passwords.

use crate::{
    call::{Board, load_board},
    component::{NotFound, Qr, QrCode, loaded},
    page::board::Live,
    visitor::use_texts,
    words,
};
use domain::{stage::Stage, time::Timestamp};
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
                    let live = Live::start(*board, Vec::new());
                    view! { <Wall live=live address=address qr=address_qr /> }.into_any()
                }
                _ => view! { <NotFound /> }.into_any(),
            }
        })}
    }
}

#[component]
fn Wall(live: Live, address: String, qr: Qr) -> impl IntoView {
    let texts = use_texts();
    let typed = address
        .trim_start_matches("http://")
        .trim_start_matches("https://")
        .to_owned();
    let through = Memo::new(move |_| {
        live.seats
            .with(|seats| !seats.is_empty() && seats.iter().all(|seat| seat.view.read().stages.next().is_none()))
    });
    view! {
        <Title text=live.title.get_value() />
        <noscript inner_html=r#"<meta http-equiv="refresh" content="5">"#></noscript>
        <main class="projector" id="main">
            <header>
                <h1>{live.title.get_value()}</h1>
                <p class="left-time">{move || time_left(live.expires, live.now.get())}</p>
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
                        <dd>{typed}</dd>
                    </div>
                </dl>
                <QrCode qr=qr label=texts.board_address_qr() />
            </section>
            <ol class="bars" role="list">
                {Stage::ALL.map(|stage| view! { <Bar live=live stage=stage /> }).collect_view()}
            </ol>
        </main>
    }
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
                aria-label=move || texts.board_reached(name, some.get(), all.get())
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
