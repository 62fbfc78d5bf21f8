//! The board page: the part above the rows, which the server has rendered, the rows, and the dialog over them.

use super::{above_rows, dialog::BoardDialog, exercises::ExerciseBar, hands::Hands, live::Live, rows::Rows};
use domain::class::ClassState;
use leptos::prelude::*;

/// `above` is what the server has rendered above the rows. It is not hydrated: the classes of `<main>` show and hide its
/// parts, and `above_rows` changes its texts.
#[component]
pub fn Board(live: Live, above: AnyView) -> impl IntoView {
    above_rows::follow(live);
    view! {
        <main
            class="page wide board-page"
            class:begun=move || live.has_begun.get()
            class:paused=move || live.state.get() == ClassState::Paused
            class:away=move || live.away.get()
            class:full=move || live.self_join.get() && live.free() == 0
            id="main"
            on:click=move |event| live.press(&event)
        >
            {above}
            <ExerciseBar live=live />
            {live.manages.then(|| view! { <Hands live=live /> })}
            <Rows live=live />
            {live.manages.then(|| view! { <BoardDialog live=live /> })}
            <p class="visually-hidden" role="status" aria-live="polite">
                {move || live.news.get()}
            </p>
        </main>
    }
}
