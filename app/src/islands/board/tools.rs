//! The tools above the rows of the board: order, results, all passwords.

use super::live::Live;
use crate::i18n::use_texts;
use leptos::prelude::*;

#[component]
pub fn Tools(live: Live, all_shown: bool) -> impl IntoView {
    let texts = use_texts();
    view! {
        <div class="tools">
            <Order live=live />
            {live
                .manages
                .then(|| view! {
                    <div class="row">
                        <a class="button quiet" href=format!("/classes/{}/results", live.id)>
                            {texts.results_title()}
                        </a>
                        <AllPasswords live=live all_shown=all_shown />
                    </div>
                })}
        </div>
    }
}

/// The buttons that sort the rows. The order does not change by itself, so pressing "stuck first" again sorts the rows
/// again.
#[component]
fn Order(live: Live) -> impl IntoView {
    let texts = use_texts();
    let choice = move |stuck_first: bool, label: &'static str| {
        let arrange = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            live.arrange(stuck_first);
        };
        view! {
            <a
                role="button"
                href=if stuck_first { "?order=stuck" } else { "?" }
                aria-pressed=move || (live.is_stuck_first() == stuck_first).to_string()
                on:click=arrange
            >
                {label}
            </a>
        }
    };
    view! {
        <div class="segmented" role="group" aria-label=texts.order_title()>
            {choice(false, texts.order_by_number())}
            {choice(true, texts.order_stuck_first())}
        </div>
    }
}

#[component]
fn AllPasswords(live: Live, all_shown: bool) -> impl IntoView {
    let texts = use_texts();
    let all_shown = RwSignal::new(all_shown);
    let toggle = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if all_shown.get_untracked() {
            live.hide_passwords(None);
            all_shown.set(false);
        } else {
            live.show_passwords(None);
            all_shown.set(true);
        }
    };
    view! {
        <a
            class="button quiet"
            role="button"
            href=move || live.address((!all_shown.get()).then_some("all"))
            on:click=toggle
        >
            {move || if all_shown.get() { texts.board_hide_all() } else { texts.board_show_all() }}
        </a>
    }
}
