//! The top of the board: title, class code, state of the class, counts, buttons.

use crate::{
    components::{Icon, Picture},
    i18n::{self, use_texts},
    islands::above_rows::class_state,
    preferences::utc_offset,
};
use domain::{
    class::ClassState,
    join_code::in_halves,
    stage::Stage,
    time::{Timestamp, clock_time, rfc3339},
    view::BoardView,
};
use leptos::prelude::*;

/// `own` is the address that shows the board again as it is.
#[component]
pub fn Head(board: BoardView, own: String, manages: bool) -> impl IntoView {
    let texts = use_texts();
    let id = board.id;
    let changes = &board.changes;
    let state = changes.state;
    let code = in_halves(&board.join_code);
    view! {
        <a class="skip" href="#students">{texts.board_head_skip()}</a>
        <header class="board-head">
            <div class="about">
                <h1 tabindex="-1">{board.title.clone()}</h1>
                {(state != ClassState::Ended)
                    .then(|| view! {
                        <a class="code-chip" href="#join-bar" title=texts.board_join()>
                            <span class="visually-hidden">{texts.join_code()} " "</span>
                            {code}
                        </a>
                    })}
                <p class="state">
                    <span class="live">
                        <span class="needs-scripts" id="fresh">{texts.board_updated_now()}</span>
                        <span class="without-scripts">
                            {texts.board_head_data_of()} " " <Seconds time=changes.now />
                        </span>
                    </span>
                    " "
                    <span class="without-scripts">
                        <a class="link" href=own>{texts.board_head_refresh()}</a>
                    </span>
                    " "
                    <span id="class-state">{class_state(texts, state, board.expires, changes.now)}</span>
                </p>
            </div>
            <Counts board=board />
            <div class="row end">
                {(manages && state != ClassState::Ended).then(|| view! { <PauseButton id=id.to_string() /> })}
                {manages
                    .then(|| view! {
                        <a class="button hand-out" href=format!("/classes/{id}/handouts")>
                            <Picture icon=Icon::Print />
                            <span>{texts.board_hand_out()}</span>
                        </a>
                    })}
                <a class="button" href=format!("/classes/{id}/projector") target="_blank">
                    <Picture icon=Icon::Screen />
                    <span>{texts.board_projector()}</span>
                </a>
                {manages
                    .then(|| view! {
                        <a
                            class="button"
                            href=format!("/classes/{id}/menu")
                            title=texts.menu_title()
                            aria-haspopup="dialog"
                            data-press="dialog"
                        >
                            <Picture icon=Icon::More />
                            <span>{texts.menu_button()}</span>
                        </a>
                    })}
            </div>
        </header>
        {(manages && state != ClassState::Ended).then(|| view! { <PauseBar id=id.to_string() /> })}
    }
}

/// The time of the shown data, for boards without scripts, which do not count the seconds since then.
#[component]
fn Seconds(time: Timestamp) -> impl IntoView {
    let seconds = time.micros().div_euclid(1_000_000).rem_euclid(60);
    view! { <time datetime=rfc3339(time)>{format!("{}:{seconds:02}", clock_time(time, utc_offset()))}</time> }
}

/// Hidden while the class is paused: the bar below the head has the button that goes on.
#[component]
fn PauseButton(id: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <form class="pause" method="post" action="/classes/act">
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="what" value="pause" />
            <button class="button">
                <Picture icon=Icon::Pause />
                <span>{texts.board_head_pause()}</span>
            </button>
        </form>
    }
}

/// Shown while the class is paused.
#[component]
fn PauseBar(id: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <section class="pause-bar" aria-label=texts.board_paused()>
            <Picture icon=Icon::Pause />
            <p>
                <strong>{texts.board_head_paused_title()}</strong>
                " "
                {texts.board_head_paused_text()}
            </p>
            <form method="post" action="/classes/act">
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="what" value="go_on" />
                <button class="button primary">{texts.board_head_resume()}</button>
            </form>
        </section>
    }
}

/// How many students have reached each stage.
#[component]
fn Counts(board: BoardView) -> impl IntoView {
    let texts = use_texts();
    let seats = board.seats();
    let all = seats.len();
    let count = |stage: Stage| {
        let icon = match stage {
            Stage::SignedIn => Icon::Door,
            Stage::SetupOpened => Icon::Qr,
            Stage::Connected => Icon::Linked,
            Stage::SignedIn2fa => Icon::Shield,
        };
        let some = seats.iter().filter(|seat| seat.stages.is_reached(stage)).count();
        let (name, code) = (i18n::stage_name(texts, stage), stage.code());
        view! {
            <li title=name>
                <span class="name">
                    <Picture icon=icon />
                    <span>{i18n::stage_short_name(texts, stage)}</span>
                </span>
                <span class="many">
                    <b id=format!("count-{code}")>{some}</b>
                    " "
                    <span id=format!("of-{code}")>{texts.board_of(all)}</span>
                </span>
                <progress
                    id=format!("bar-{code}")
                    max=all.to_string()
                    value=some.to_string()
                    aria-label=name
                ></progress>
            </li>
        }
    };
    view! {
        <ul class="counts" role="list" aria-label=texts.board_counts()>
            {Stage::ALL.map(count).collect_view()}
        </ul>
    }
}
