//! Four progress bars at the top of the board: how many students have reached each stage.

use super::live::Live;
use crate::{
    components::{Icon, Picture},
    i18n::{self, use_texts},
};
use domain::stage::Stage;
use leptos::prelude::*;

#[component]
pub fn Counts(live: Live) -> impl IntoView {
    let texts = use_texts();
    view! {
        <ul class="counts" role="list" aria-label=texts.board_counts()>
            {Stage::ALL.map(|stage| view! { <Count live=live stage=stage /> }).collect_view()}
        </ul>
    }
}

#[component]
fn Count(live: Live, stage: Stage) -> impl IntoView {
    let texts = use_texts();
    let icon = match stage {
        Stage::SignedIn => Icon::Door,
        Stage::SetupOpened => Icon::Qr,
        Stage::Connected => Icon::Linked,
        Stage::SignedIn2fa => Icon::Shield,
    };
    let (all, some) = live.count(stage);
    let name = i18n::stage_name(texts, stage);
    view! {
        <li class:all=move || { all.get() > 0 && some.get() == all.get() }>
            <span class="name">
                <Picture icon=icon />
                " "
                {name}
            </span>
            <span class="many">
                <b>{move || some.get()}</b>
                " "
                {move || texts.board_of(all.get())}
            </span>
            <progress
                max=move || all.get().to_string()
                value=move || some.get().to_string()
                aria-label=move || texts.board_reached(all.get(), some.get(), name)
            ></progress>
        </li>
    }
}
