//! The page for the projector: join address, large progress bars and remaining time, without names and passwords.

use crate::{
    components::{Icon, Illustration, NotFound, Picture, Qr, QrCode, Scene, loaded},
    i18n::{self, use_texts},
    pages::classes::board::{JoinAddress, Live, Seat},
    server_fns::{Board, load_board},
};
use domain::{class::ClassState, stage::Stage, time::Timestamp};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use texts::Texts;

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
    let state = Memo::new(move |_| live.state.get());
    let door = StoredValue::new((address, code, qr));
    let through = Memo::new(move |_| all_students_are_done(&live.seats.read(), live.self_join.get()));
    view! {
        <Title text=live.title.get_value() />
        <noscript inner_html=r#"<meta http-equiv="refresh" content="5">"#></noscript>
        <main class="projector" id="main" data-lives="">
            <header>
                <h1>{live.title.get_value()}</h1>
                {move || {
                    let left = state.get() != ClassState::Ended;
                    left.then(|| {
                        view! { <p class="left-time">{time_left(texts, live.expires.get(), live.now.get())}</p> }
                    })
                }}
                <div role="status">
                    {move || (state.get() == ClassState::Paused).then(|| view! { <Paused /> })}
                </div>
            </header>
            {move || {
                through
                    .get()
                    .then(|| view! { <p class="hooray" role="status">{texts.projector_hooray()}</p> })
            }}
            {move || match state.get() {
                ClassState::Ended => view! { <Over /> }.into_any(),
                _ => {
                    let (address, code, qr) = door.get_value();
                    view! {
                        <section class="door" aria-label=texts.board_join()>
                            <JoinAddress label=texts.handouts_open() address=address code=code />
                            <QrCode qr=qr label=texts.join_qr() />
                        </section>
                    }
                    .into_any()
                }
            }}
            <ol class="bars" role="list">
                {Stage::ALL.map(|stage| view! { <Bar live=live stage=stage /> }).collect_view()}
            </ol>
        </main>
    }
}

#[component]
fn Paused() -> impl IntoView {
    let texts = use_texts();
    view! {
        <p class="standing paused">
            <Picture icon=Icon::Clock />
            <strong>{texts.board_paused()}</strong>
            <span>{texts.lesson_paused_title()}</span>
        </p>
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

/// True if all students have finished. If students are allowed to take seats without a card, free seats are ignored.
fn all_students_are_done(seats: &[Seat], self_join: bool) -> bool {
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
    let name = i18n::stage_name(texts, stage);
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

/// The remaining time: in minutes below one hour, in hours and minutes below twelve hours, in hours below two days,
/// otherwise in days.
fn time_left(texts: Texts, expires: Timestamp, now: Timestamp) -> String {
    let minutes = expires.since(now).as_secs().div_ceil(60);
    match minutes {
        0..60 => texts.projector_left(minutes),
        60..720 => texts.wall_hours(minutes / 60, minutes % 60),
        720..2880 => texts.board_open_for((minutes + 30) / 60),
        _ => texts.wall_days(minutes / 1440),
    }
}
