//! The top of the board: title, how fresh the board is, state of the class, buttons.

use super::{dialog::DialogLink, live::Live};
use crate::{
    components::{At, Icon, Picture},
    i18n::use_texts,
};
use domain::class::ClassState;
use leptos::{
    either::{Either, EitherOf3},
    prelude::*,
};

#[component]
pub fn Head(live: Live) -> impl IntoView {
    let texts = use_texts();
    let freshness = move || match (live.away.get(), live.age.get()) {
        (true, _) => texts.board_reconnecting().to_owned(),
        (false, 0) => texts.board_updated_now().to_owned(),
        (false, seconds) => texts.board_updated(seconds),
    };
    view! {
        <header class="board-head">
            <div>
                <h1 tabindex="-1">{live.title.get_value()}</h1>
                <p class="state">
                    <span
                        class="live"
                        class:away=move || live.away.get()
                        class:paused=move || live.state.get() == ClassState::Paused
                    >
                        {freshness}
                    </span>
                    " "
                    {move || match live.state.get() {
                        ClassState::Open => EitherOf3::A(view! { <Left live=live /> }),
                        ClassState::Paused => EitherOf3::B(view! { <span>{texts.board_paused()}</span> }),
                        ClassState::Ended => EitherOf3::C(view! { <span>{texts.board_ended()}</span> }),
                    }}
                </p>
            </div>
            <div class="row end">
                {live
                    .manages
                    .then(|| view! {
                        <a class="button primary" href=format!("/classes/{}/handouts", live.id)>
                            <Picture icon=Icon::Print />
                            " "
                            {texts.board_hand_out()}
                        </a>
                    })}
                <a class="button" href=format!("/classes/{}/projector", live.id) target="_blank">
                    <Picture icon=Icon::Screen />
                    " "
                    {texts.board_projector()}
                </a>
                {live
                    .manages
                    .then(|| view! {
                        <DialogLink live=live path=live.menu_path()>
                            {texts.menu_button()} " " <Picture icon=Icon::More />
                        </DialogLink>
                    })}
            </div>
        </header>
    }
}

/// The remaining hours, rounded, or the time at which the class ends if fewer than three hours are left.
#[component]
fn Left(live: Live) -> impl IntoView {
    let texts = use_texts();
    let hours = move || (live.expires.get().since(live.now.get()).as_secs() + 1800) / 3600;
    move || match hours() {
        0..3 => Either::Left(view! { <span>{texts.board_open_until()} " " <At time=live.expires.get() /></span> }),
        hours => Either::Right(view! { <span>{texts.board_open_for(hours)}</span> }),
    }
}
