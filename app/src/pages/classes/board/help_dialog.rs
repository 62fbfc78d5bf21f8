//! The dialog over the board in which a teacher helps one student. All rows share one dialog, whose content is rendered
//! when it opens, because a board has up to five hundred rows.

use super::live::Live;
use crate::{
    i18n::use_texts,
    pages::classes::seat::SeatActions,
    server_fns::{SeatAction, SeatActionDone},
};
use domain::class::ClassState;
use leptos::{html, prelude::*};

#[component]
pub fn Help(live: Live) -> impl IntoView {
    let texts = use_texts();
    let dialog = NodeRef::<html::Dialog>::new();
    let over = Memo::new(move |_| live.state.get() == ClassState::Ended);
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            crate::browser::close_dialog(&dialog);
        }
        live.helped.set(None);
    };
    let done = Callback::new(move |acted: SeatActionDone| {
        if let Some(password) = acted.password {
            live.passwords
                .update(|passwords| drop(passwords.insert(acted.number, password)));
        } else if matches!(acted.act, SeatAction::TakeBack | SeatAction::Free | SeatAction::Remove) {
            // The seat has a new password or is gone, so the shown password is not valid any more.
            live.hide_passwords(Some(acted.number));
        }
        live.poll_soon();
        live.news.set(texts.help_done().to_owned());
        close();
    });
    Effect::new(move |_| {
        if let (Some(_), Some(dialog)) = (live.helped.get(), dialog.get()) {
            crate::browser::open_dialog(&dialog);
        }
    });
    view! {
        <dialog class="dialog" aria-label=texts.board_help() node_ref=dialog on:close=move |_| live.helped.set(None)>
            <div class="body">
                {move || {
                    let over = over.get();
                    live.helped.get().map(|seat| view! { <SeatActions class=live.id seat=seat over=over done=done /> })
                }}
                <form method="dialog" class="actions">
                    <button class="button">{texts.help_close()}</button>
                </form>
            </div>
        </dialog>
    }
}
