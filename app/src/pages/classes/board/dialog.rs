//! The dialog over the board, in which the island shows other pages (`islands/board/dialog.rs`).

use crate::i18n::use_texts;
use leptos::prelude::*;

#[component]
pub fn BoardDialog() -> impl IntoView {
    let texts = use_texts();
    view! {
        <dialog class="dialog" id="board-dialog" aria-label=texts.board_help()>
            <div class="body" id="board-dialog-content"></div>
            <form method="dialog" class="actions">
                <button class="button">{texts.help_close()}</button>
            </form>
        </dialog>
    }
}
